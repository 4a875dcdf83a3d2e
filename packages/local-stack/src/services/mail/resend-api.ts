import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Behaviour, PlannedFailure } from "./behaviour.ts";
import type { Fingerprint } from "./idempotency.ts";
import { MailError } from "./mail-error.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Message } from "./message.ts";
import { readBatchEmail, readEmail, requireBatch } from "./outgoing.ts";
import { readBody } from "./read-body.ts";

/** Resend's endpoints for sending: https://resend.com/docs/api-reference/emails/send-email */
export function resendApi(mailbox: Mailbox, behaviour: Behaviour): Hono {
  const api = new Hono();
  api.use("/emails", requireKey);
  api.use("/emails/*", requireKey);

  api.post("/emails", (c) =>
    send(c, (body) => {
      const messages = [readEmail(body)];
      return { messages, answer: ([id]) => ({ id }) };
    }),
  );
  api.post("/emails/batch", (c) => {
    const isPermissive = c.req.header("x-batch-validation") === "permissive";
    return send(c, (body) => (isPermissive ? readLeniently(body) : readStrictly(body)));
  });
  api.get("/emails", (c) =>
    c.json({ object: "list", has_more: false, data: mailbox.list().map(summary) }),
  );
  api.get("/emails/:id", (c) => {
    const message = mailbox.find(c.req.param("id"));
    if (!message) throw new MailError(404, "not_found", "Email not found");
    return c.json(summary(message));
  });
  for (const path of ["/emails/:id", "/emails/:id/*"]) {
    api.all(path, (c) => {
      throw new MailError(
        501,
        "application_error",
        `${c.req.method} ${c.req.path} is not implemented by this mail catcher.`,
      );
    });
  }

  async function send(c: Context, read: (body: unknown) => Sending): Promise<Response> {
    const headers = behaviour.takeTurn();
    const text = await readBody(c);
    const sending = read(parseBody(text));
    let failure: PlannedFailure | undefined;
    const ids = await mailbox.accept(sending.messages, fingerprintOf(c, text), async () => {
      await behaviour.delay(c.req.raw.signal);
      failure = behaviour.nextFailure();
      if (failure && !failure.accept) throw failure;
    });
    if (failure) throw failure;
    return c.json(sending.answer(ids), 200, { ...headers });
  }

  return api;
}

/** What a request asks to be sent, and how it is answered. */
interface Sending {
  messages: Message[];
  answer(ids: readonly string[]): object;
}

function readStrictly(body: unknown): Sending {
  return {
    messages: requireBatch(body).map(readBatchEmail),
    answer: (ids) => ({ data: ids.map((id) => ({ id })) }),
  };
}

/** Sends what can be sent, and tells what is wrong with the rest. */
function readLeniently(body: unknown): Sending {
  const messages: Message[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, entry] of requireBatch(body).entries()) {
    try {
      messages.push(readBatchEmail(entry));
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      errors.push({ index, message: error.message });
    }
  }
  return { messages, answer: (ids) => ({ data: ids.map((id) => ({ id })), errors }) };
}

async function requireKey(c: Context, next: () => Promise<void>): Promise<void> {
  const key = /^bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (key === undefined) {
    throw new MailError(401, "missing_api_key", "Missing API key in the authorization header.");
  }
  // Whose it is does not matter here; another service's key sent by mistake does.
  if (!key.startsWith("re_")) throw new MailError(403, "invalid_api_key", "API key is invalid.");
  await next();
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MailError(400, "validation_error", "The request body is not valid JSON.");
  }
}

function fingerprintOf(c: Context, body: string): Fingerprint | undefined {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return undefined;
  const digest = createHash("sha256").update(`${c.req.path}\n${body}`).digest("hex");
  return { key, digest };
}

/** A mail as `GET /emails/:id` shows it. Nobody receives it, so it is delivered as soon as it came. */
function summary(message: Message) {
  const { id, message_id, created_at, from, to, cc, bcc, reply_to, subject, html, text } = message;
  const list = (values: string[]) => (values.length > 0 ? values : null);
  return {
    object: "email",
    id,
    message_id,
    created_at,
    from,
    to,
    cc: list(cc),
    bcc: list(bcc),
    reply_to: list(reply_to),
    subject,
    html,
    text,
    tags: message.tags,
    topic_id: message.topic_id,
    scheduled_at: message.scheduled_at,
    last_event: message.scheduled_at === null ? "delivered" : "scheduled",
  };
}
