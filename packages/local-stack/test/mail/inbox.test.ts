import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { letter, startMail, type TestMail } from "./support.ts";

let mail: TestMail;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail[Symbol.asyncDispose]());

const EVIL = `<script>alert(1)</script><img src="x" onerror="alert(1)">`;

async function send(change: object): Promise<string> {
  const { data, error } = await mail.client().emails.send({ ...letter, ...change });
  expect(error).toBeNull();
  return data?.id ?? "";
}

describe("the page", () => {
  test("lists mails, newest first, and filters them by recipient", async () => {
    await send({ subject: "The older one", to: "list@example.com" });
    await send({ subject: "The newer one", to: "list@example.com" });

    const page = await (await mail.request("/?to=list@example.com")).text();

    expect(page.indexOf("The newer one")).toBeGreaterThan(0);
    expect(page.indexOf("The newer one")).toBeLessThan(page.indexOf("The older one"));
    expect(await (await mail.request("/?to=nobody@example.com")).text()).toContain(
      "No mail to nobody@example.com",
    );
  });

  test("shows text, headers and files", async () => {
    const id = await send({
      text: "In plain",
      headers: { "X-Campaign": "spring" },
      attachments: [{ filename: "a.txt", content: "dGV4dA==" }],
    });
    const view = async (name: string) =>
      (await mail.request(`/messages/${id}?view=${name}`)).text();

    expect(await view("text")).toContain("In plain");
    expect(await view("headers")).toContain("X-Campaign: spring");
    expect(await view("html")).toContain("a.txt");
    expect(await view("html")).toContain('sandbox="allow-popups');
  });

  test("runs nothing of a mail, wherever it is put", async () => {
    const id = await send({
      subject: EVIL,
      text: EVIL,
      headers: { "X-Evil": EVIL },
      attachments: [{ filename: EVIL, content: "dGV4dA==" }],
    });

    for (const path of [`/?to=${encodeURIComponent(EVIL)}`, "/", `/messages/${id}`]) {
      for (const view of ["html", "text", "headers"]) {
        const url = path.includes("?") ? path : `${path}?view=${view}`;
        const response = await mail.request(url);
        expect(await response.text()).not.toContain("<script>alert");
        expect(response.headers.get("content-security-policy")).toMatch(
          /default-src 'none'.*script-src 'nonce-/,
        );
      }
    }
  });

  test("shows a mail's HTML as a document that may do nothing", async () => {
    const id = await send({
      html: `<!doctype html><p>Hi</p>${EVIL}<img src="cid:logo"><img src="cid:page">`,
      attachments: [
        { filename: "l.png", content: "iVBORw==", contentType: "image/png", contentId: "logo" },
        { filename: "p.html", content: "PGI+", contentType: "text/html", contentId: "page" },
      ],
    });

    const response = await mail.request(`/messages/${id}/html`);

    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("sandbox allow-popups");
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src|https?:/);
    const text = await response.text();
    expect(text).toMatch(/^<!doctype html><base target="_blank"><p>Hi<\/p>/);
    expect(text).toContain("data:image/png;base64,iVBORw==");
    expect(text).toContain("cid:page");
  });

  test("gives a file as a download, whatever type its sender claims", async () => {
    const id = await send({
      attachments: [{ filename: "a.html", content: "PGI+", contentType: "text/html" }],
    });
    const { messages } = await mail.inbox();

    const file = await mail.request(
      messages.find((one) => one.id === id)?.attachments[0]?.url ?? "",
    );

    expect(file.headers.get("content-type")).toBe("application/octet-stream");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("the inbox as JSON", () => {
  test("filters, limits and deletes", async () => {
    await using own = await startMail();
    for (const n of [1, 2, 3]) {
      await own
        .client()
        .emails.send({ ...letter, subject: `Invoice ${n}`, to: `p${n}@example.com` });
    }

    expect(await own.inbox("subject=invoice&limit=2")).toMatchObject({ total: 3 });
    const response = await own.request("/api/messages?limit=1");
    expect(await response.json()).toMatchObject({
      total: 3,
      messages: [{ subject: "Invoice 3" }],
    });
    const [first] = (await own.inbox("to=p1@example.com")).messages;
    await own.request(`/api/messages/${first?.id}`, { method: "DELETE" });
    expect((await own.inbox()).total).toBe(2);
    expect((await own.request(`/api/messages/${first?.id}`)).status).toBe(404);
    await own.request("/api/messages", { method: "DELETE" });
    expect((await own.inbox()).total).toBe(0);
  });

  test("keeps the last thousand, and loses or doubles none of many at once", async () => {
    await using own = await startMail();
    const client = own.client();
    const batch = (from: number, size: number) =>
      client.batch.send(
        Array.from({ length: size }, (_, n) => ({ ...letter, subject: `No ${from + n}` })),
      );

    await batch(0, 5);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => batch(5 + n * 100, 100)),
    );

    const { total, messages } = await own.inbox();
    expect(total).toBe(1000);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1000);
    expect(messages.map(({ subject }) => subject)).not.toContain("No 4");
    const sent = answers.flatMap(({ data }) => data?.data.map(({ id }) => id) ?? []);
    expect(messages.map(({ id }) => id).toSorted()).toEqual(sent.toSorted());
  });
});

describe("a restart", () => {
  test("keeps mails and keys, in order", async () => {
    const directory = await mkdtemp(join(tmpdir(), "local-stack-mail-"));
    try {
      const before = await startMail({ directory });
      const options = { idempotencyKey: "k" };
      const first = await before.client().emails.send(letter, options);
      await before.client().emails.send({ ...letter, subject: "Second" });
      await before.client().emails.send({ ...letter, subject: "Deleted" });
      const [newest] = (await before.inbox()).messages;
      await before.request(`/api/messages/${newest?.id}`, { method: "DELETE" });
      await before[Symbol.asyncDispose]();
      await writeFile(join(directory, "000000000009.json"), "{ damaged");
      await writeFile(join(directory, "000000000010.json.new"), "half");

      await using after = await startMail({ directory });

      const { messages } = await after.inbox();
      expect(messages.map(({ subject }) => subject)).toEqual(["Second", "Hello"]);
      const again = await after.client().emails.send(letter, options);
      expect(again.data).toEqual(first.data);
      expect((await after.inbox()).total).toBe(2);
      expect(await readdir(directory)).not.toContain("000000000010.json.new");
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  test("remembers a key although its mail was deleted", async () => {
    const directory = await mkdtemp(join(tmpdir(), "local-stack-mail-"));
    try {
      const options = { idempotencyKey: "k" };
      const before = await startMail({ directory });
      const first = await before.client().emails.send(letter, options);
      await before.request("/api/messages", { method: "DELETE" });
      await before[Symbol.asyncDispose]();

      await using after = await startMail({ directory });
      const again = await after.client().emails.send(letter, options);

      expect(again.data).toEqual(first.data);
      expect((await after.inbox()).total).toBe(0);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
