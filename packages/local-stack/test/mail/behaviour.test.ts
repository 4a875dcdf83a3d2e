import { afterEach, beforeEach, expect, test } from "vitest";
import { createIdempotency, REMEMBERED_MS } from "../../src/services/mail/idempotency.ts";
import { letter, startMail, type TestMail } from "./support.ts";

let mail: TestMail;
beforeEach(async () => {
  mail = await startMail();
});
afterEach(() => mail[Symbol.asyncDispose]());

test("fails as often as it is told, and keeps nothing of it", async () => {
  await mail.behave({ fail: { status: 503, message: "Not now", times: 2 } });
  const send = () => mail.client().emails.send(letter, { idempotencyKey: "k" });

  expect((await send()).error).toEqual({
    statusCode: 503,
    name: "application_error",
    message: "Not now",
  });
  expect((await send()).error).not.toBeNull();
  expect((await mail.inbox()).total).toBe(0);
  expect((await send()).error).toBeNull();
  expect((await mail.inbox()).total).toBe(1);
});

test("loses the answer of a mail that it keeps, so that only the key prevents a second one", async () => {
  await mail.behave({ fail: { accept: true, times: 1 } });
  const send = () => mail.client().emails.send(letter, { idempotencyKey: "k" });

  expect((await send()).error).toMatchObject({ statusCode: 500 });
  const { data } = await send();

  const { messages } = await mail.inbox();
  expect(messages.map(({ id }) => id)).toEqual([data?.id]);
});

test("limits the rate, and says so in headers", async () => {
  await mail.behave({ rate_limit: { requests: 2, seconds: 60 } });

  const first = await mail.client().emails.send(letter);
  await mail.client().emails.send(letter);
  const third = await mail.client().emails.send(letter);

  expect(first.headers).toMatchObject({ "ratelimit-limit": "2", "ratelimit-remaining": "1" });
  expect(third.error).toMatchObject({ statusCode: 429, name: "rate_limit_exceeded" });
  expect(third.headers).toMatchObject({
    "ratelimit-remaining": "0",
    "ratelimit-reset": "60",
    "retry-after": "60",
  });
  expect((await mail.inbox()).total).toBe(2);
});

test("keeps nothing of a mail whose sender gave up waiting", async () => {
  await mail.behave({ delay_ms: 30_000 });
  const abort = new AbortController();
  const sending = mail.request("/emails", {
    method: "POST",
    headers: { authorization: "Bearer re_test", "idempotency-key": "k" },
    body: JSON.stringify(letter),
    signal: abort.signal,
  });
  abort.abort();
  await expect(sending).rejects.toThrow();

  await mail.behave({});
  await mail.client().emails.send(letter);
  expect((await mail.inbox()).total).toBe(1);
});

test("refuses a behaviour that it does not know", async () => {
  for (const body of ["", "{", '{"explode":true}', '{"fail":{"status":200}}', '{"delay_ms":-1}']) {
    const response = await mail.request("/api/behaviour", { method: "PUT", body });
    expect(response.status).toBe(422);
  }
  expect(await (await mail.request("/api/behaviour")).json()).toEqual({
    delay_ms: 0,
    fail: null,
    rate_limit: null,
  });
});

test("a key is forgotten after a day", () => {
  let now = 0;
  const idempotency = createIdempotency(() => now);
  const fingerprint = { key: "k", digest: "a" };
  expect(idempotency.begin(fingerprint)).toBeUndefined();
  idempotency.end(fingerprint, { ...fingerprint, at: now, ids: ["1"] });

  now = REMEMBERED_MS - 1;
  expect(idempotency.begin(fingerprint)).toEqual(["1"]);
  now = REMEMBERED_MS;
  expect(idempotency.begin(fingerprint)).toBeUndefined();
});
