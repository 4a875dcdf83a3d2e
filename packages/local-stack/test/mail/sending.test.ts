import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { letter, startMail, type TestMail } from "./support.ts";

let mail: TestMail;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail[Symbol.asyncDispose]());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  mail.request(path, {
    method: "POST",
    headers: { authorization: "Bearer re_test", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("the stock client", () => {
  test("sends a mail with everything a mail has, and reads it back", async () => {
    const client = mail.client();

    const { data, error } = await client.emails.send({
      ...letter,
      to: ["Ada <ada@example.com>", "grace@example.com"],
      cc: "cc@example.com",
      bcc: ["bcc@example.com"],
      replyTo: "reply@example.com",
      text: "Hello in plain",
      headers: { "X-Entity": "42" },
      tags: [{ name: "kind", value: "greeting" }],
      attachments: [
        { filename: "Rechnung ä.pdf", content: Buffer.from([0, 1, 2, 255]) },
        { filename: "a.txt", content: Buffer.from("text").toString("base64") },
      ],
    });

    expect(error).toBeNull();
    const { data: read } = await client.emails.get(data?.id ?? "");
    expect(read).toMatchObject({
      object: "email",
      id: data?.id,
      from: "Desk <desk@example.com>",
      to: ["Ada <ada@example.com>", "grace@example.com"],
      cc: ["cc@example.com"],
      bcc: ["bcc@example.com"],
      reply_to: ["reply@example.com"],
      subject: "Hello",
      html: "<p>Hello Ada</p>",
      text: "Hello in plain",
      last_event: "delivered",
    });
    const inbox = await mail.inbox("to=BCC@example.com");
    expect(inbox.messages[0]).toMatchObject({
      headers: { "X-Entity": "42" },
      tags: [{ name: "kind", value: "greeting" }],
      attachments: [
        { filename: "Rechnung ä.pdf", size: 4 },
        { filename: "a.txt", size: 4 },
      ],
    });
    const file = await mail.request(inbox.messages[0]?.attachments[0]?.url ?? "");
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array([0, 1, 2, 255]));
    expect(file.headers.get("content-disposition")).toBe(
      "attachment; filename*=UTF-8''Rechnung%20%C3%A4.pdf",
    );
  });

  test("sends a batch", async () => {
    const { data, error } = await mail.client().batch.send([
      { ...letter, to: "one@example.com" },
      { ...letter, to: "two@example.com" },
    ]);

    expect(error).toBeNull();
    expect(data?.data).toHaveLength(2);
    expect((await mail.inbox("to=one@example.com")).messages[0]?.id).toBe(data?.data[0]?.id);
  });

  test("sends nothing of a strict batch with a wrong entry, and the rest of a permissive one", async () => {
    const batch = [
      { ...letter, to: "part@example.com" },
      { ...letter, to: "nobody" },
    ];

    const strict = await mail.client().batch.send(batch);
    expect(strict.error).toMatchObject({ name: "validation_error", statusCode: 422 });
    expect((await mail.inbox("to=part@example.com")).total).toBe(0);

    const permissive = await mail.client().batch.send(batch, { batchValidation: "permissive" });
    expect(permissive.data?.data).toHaveLength(1);
    expect(permissive.data?.errors).toMatchObject([{ index: 1 }]);
    expect((await mail.inbox("to=part@example.com")).total).toBe(1);
  });

  test("is told that a mail does not exist", async () => {
    const { error } = await mail.client().emails.get(crypto.randomUUID());

    expect(error).toEqual({ statusCode: 404, name: "not_found", message: "Email not found" });
  });

  test("is refused with the key of another service", async () => {
    const { error } = await mail.client("sk_live_123").emails.send(letter);

    expect(error).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
  });
});

describe("a request", () => {
  test("without a key is refused", async () => {
    const response = await mail.request("/emails", { method: "POST", body: "{}" });

    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ name: "missing_api_key" });
  });

  test.each([
    ["from", { from: undefined }, "missing_required_field", "Missing `from` field."],
    ["to", { to: [] }, "missing_required_field", "Missing `to` field."],
    ["subject", { subject: "" }, "missing_required_field", "Missing `subject` field."],
    ["html", { html: null }, "missing_required_field", "Missing `html` or `text` field."],
    ["an address", { to: "ada" }, "validation_error", "Invalid `to` field."],
    ["a sender", { from: "Desk <desk>" }, "validation_error", "Invalid `from` field."],
    ["a type", { subject: 4 }, "validation_error", "Invalid `subject` field."],
    ["a line break", { subject: "a\r\nBcc: x@y.z" }, "validation_error", "Line breaks"],
    ["a header", { headers: { "X-A": "a\nb" } }, "validation_error", "Line breaks"],
    ["a tag", { tags: [{ name: "a b", value: "c" }] }, "validation_error", "Tags should"],
    ["many recipients", { to: Array(51).fill("a@b.co") }, "validation_error", "The `to` field"],
    ["no content", { attachments: [{ filename: "a" }] }, "invalid_attachment", "Attachment must"],
    [
      "a file elsewhere",
      { attachments: [{ path: "https://example.com/a" }] },
      "invalid_attachment",
      "Attachments by `path`",
    ],
    [
      "odd content",
      { attachments: [{ content: "not base64!" }] },
      "invalid_attachment",
      "Attachment `content`",
    ],
  ])("is refused for %s", async (_what, change, name, message) => {
    const response = await post("/emails", { ...letter, ...change });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      statusCode: 422,
      name,
      message: expect.stringContaining(message),
    });
  });

  test.each(["", "{", "[]", "null", "1"])("with the body %j is refused", async (body) => {
    const response = await post("/emails", body);

    expect([400, 422]).toContain(response.status);
    expect(await response.json()).toMatchObject({ name: "validation_error" });
  });

  test("that is too large is refused, although its length is not announced", async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(32);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 65) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const response = await mail.request("/emails", {
      method: "POST",
      headers: { authorization: "Bearer re_test" },
      body,
      duplex: "half",
    });

    expect(response.status).toBe(413);
  });

  test("for what is not implemented says so", async () => {
    const response = await post("/emails/x/cancel", {});

    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ name: "application_error" });
  });

  test("under a foreign host name is refused", async () => {
    const { hostname, port } = new URL(mail.url);
    const { request } = await import("node:http");
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const headers = { host: `evil.example:${port}` };
    request({ hostname, port, path: "/api/messages", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();

    expect(await promise).toBe(403);
  });
});

describe("an idempotency key", () => {
  const count = async (to: string) => (await mail.inbox(`to=${to}`)).total;

  test("sends once, and answers a repetition with the first id", async () => {
    const email = { ...letter, to: "once@example.com" };

    const first = await mail.client().emails.send(email, { idempotencyKey: "welcome/1" });
    const second = await mail.client().emails.send(email, { idempotencyKey: "welcome/1" });

    expect(first.error).toBeNull();
    expect(second.data).toEqual(first.data);
    expect(await count("once@example.com")).toBe(1);
  });

  test("covers a whole batch", async () => {
    const batch = [1, 2].map((n) => ({ ...letter, to: `batch-${n}@example.com` }));

    const first = await mail.client().batch.send(batch, { idempotencyKey: "batch/1" });
    const second = await mail.client().batch.send(batch, { idempotencyKey: "batch/1" });

    expect(second.data?.data).toEqual(first.data?.data);
    expect(await count("batch-2@example.com")).toBe(1);
  });

  test("of another body is refused", async () => {
    await mail.client().emails.send(letter, { idempotencyKey: "conflict" });

    const { error } = await mail
      .client()
      .emails.send({ ...letter, subject: "Other" }, { idempotencyKey: "conflict" });

    expect(error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
  });

  test("that is used many times at once sends one mail", async () => {
    await mail.behave({ delay_ms: 50 });
    const email = { ...letter, to: "race@example.com" };

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        mail.client().emails.send(email, { idempotencyKey: "race" }),
      ),
    );
    await mail.behave({});

    expect(await count("race@example.com")).toBe(1);
    // Who comes after the first is through hears what that one heard.
    const ids = answers.flatMap(({ data }) => data?.id ?? []);
    expect(new Set(ids).size).toBe(1);
    for (const { error } of answers.filter((answer) => answer.error)) {
      expect(error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
    }
  });

  test("of a refused mail is free again", async () => {
    const headers = { "idempotency-key": "refused" };

    expect((await post("/emails", { ...letter, to: "nobody" }, headers)).status).toBe(422);
    expect((await post("/emails", letter, headers)).status).toBe(200);
  });

  test("is at most 256 characters long", async () => {
    const response = await post("/emails", letter, { "idempotency-key": "x".repeat(257) });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ name: "invalid_idempotency_key" });
  });
});
