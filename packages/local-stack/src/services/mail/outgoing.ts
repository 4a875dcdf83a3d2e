import { randomUUID } from "node:crypto";
import { z } from "zod";
import { MailError } from "./mail-error.ts";
import { type Attachment, addressOf, type Message, sizeOf } from "./message.ts";

/** Resend's limits: https://resend.com/docs/api-reference/emails/send-email */
const MAX_RECIPIENTS = 50;
const MAX_ATTACHMENT_BYTES = 40 * 1024 * 1024;
const MAX_TAG_LENGTH = 256;

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();
const recipients = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Content is base64, or a Buffer as `JSON.stringify` writes it: that is what Resend's client sends. */
const contentSchema = z.union([
  z.string(),
  z
    .object({ type: z.literal("Buffer"), data: z.array(z.int().min(0).max(255)) })
    .transform(({ data }) => Buffer.from(data).toString("base64")),
]);

const attachmentSchema = z.object({
  filename: optional(z.string()),
  content: optional(contentSchema),
  path: optional(z.string()),
  content_type: optional(z.string()),
  content_id: optional(z.string()),
});

const emailSchema = z.object({
  from: optional(z.string()),
  to: optional(recipients),
  cc: optional(recipients),
  bcc: optional(recipients),
  reply_to: optional(recipients),
  subject: optional(z.string()),
  html: optional(z.string()),
  text: optional(z.string()),
  headers: optional(z.record(z.string(), z.string())),
  tags: optional(z.array(z.object({ name: z.string(), value: z.string() }))),
  attachments: optional(z.array(attachmentSchema)),
  scheduled_at: optional(z.string()),
  topic_id: optional(z.string()),
  template: optional(z.unknown()),
});
type Email = z.output<typeof emailSchema>;

const addressSchema = z.email({ pattern: z.regexes.html5Email });

/** Judges the body of `POST /emails` as Resend does, and makes a message of it. */
export function readEmail(body: unknown): Message {
  const result = emailSchema.safeParse(body);
  if (!result.success) {
    const issue = result.error.issues[0];
    const field = issue?.path[0];
    throw field === undefined
      ? invalid("The request body must be a JSON object.")
      : invalid(`Invalid \`${String(field)}\` field. ${issue?.message ?? ""}`.trimEnd());
  }
  const email = result.data;
  if (email.template) throw new MailError(404, "not_found", "Template not found");
  const { from, to, subject } = requireFields(email);
  requireAddresses("from", [from]);
  for (const field of ["to", "cc", "bcc", "reply_to"] as const) {
    requireAddresses(field, email[field] ?? []);
  }
  if (to.length > MAX_RECIPIENTS) {
    throw invalid(`The \`to\` field must not have more than ${MAX_RECIPIENTS} recipients.`);
  }
  requireOneLine("subject", subject);
  const headers = email.headers ?? {};
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) throw invalid("Invalid `headers` field.");
    requireOneLine("headers", value);
  }
  const tags = email.tags ?? [];
  for (const tag of tags) requireTag(tag);

  const id = randomUUID();
  return {
    id,
    message_id: `<${id}@${addressOf(from).split("@").at(-1) ?? "localhost"}>`,
    created_at: new Date().toISOString(),
    from,
    to,
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    reply_to: email.reply_to ?? [],
    subject,
    html: email.html ?? null,
    text: email.text ?? null,
    headers,
    tags,
    attachments: readAttachments(email.attachments ?? []),
    scheduled_at: email.scheduled_at ?? null,
    topic_id: email.topic_id ?? null,
  };
}

const MAX_BATCH = 100;

/** One entry of `POST /emails/batch`, which takes neither files nor a time to send at. */
export function readBatchEmail(body: unknown): Message {
  const message = readEmail(body);
  if (message.attachments.length > 0) {
    throw invalid("The `attachments` field is not supported in a batch.");
  }
  if (message.scheduled_at !== null) {
    throw invalid("The `scheduled_at` field is not supported in a batch.");
  }
  return message;
}

export function requireBatch(body: unknown): unknown[] {
  if (!Array.isArray(body) || body.length === 0) {
    throw invalid("The request body must be an array with at least one email.");
  }
  if (body.length > MAX_BATCH) throw invalid(`A batch takes at most ${MAX_BATCH} emails.`);
  return body;
}

function requireFields({ from, to, subject, html, text }: Email) {
  const missing = (what: string) =>
    new MailError(422, "missing_required_field", `Missing ${what} field.`);
  if (!from) throw missing("`from`");
  if (!to || to.length === 0) throw missing("`to`");
  if (!subject) throw missing("`subject`");
  if (typeof html !== "string" && typeof text !== "string") throw missing("`html` or `text`");
  return { from, to, subject };
}

function requireAddresses(field: string, values: readonly string[]): void {
  for (const value of values) {
    const isBare = !value.includes("<");
    const isNamed = /^[^<>\r\n]*<[^<>\s]+>\s*$/.test(value);
    if ((isBare || isNamed) && addressSchema.safeParse(addressOf(value)).success) continue;
    throw invalid(
      `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
    );
  }
}

/** A line break would begin another header of the mail. */
function requireOneLine(field: string, value: string): void {
  if (/[\r\n]/.test(value)) {
    throw invalid(`Line breaks are not allowed in the \`${field}\` field.`);
  }
}

function requireTag(tag: { name: string; value: string }): void {
  for (const text of [tag.name, tag.value]) {
    if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length > MAX_TAG_LENGTH) {
      throw invalid(
        "Tags should only contain ASCII letters, numbers, underscores, or dashes, and at most 256 of them.",
      );
    }
  }
}

function readAttachments(given: NonNullable<Email["attachments"]>): Attachment[] {
  const attachments = given.map((attachment) => {
    if (attachment.path) {
      throw refusedAttachment(
        "Attachments by `path` are not fetched here. Send the file itself as `content`.",
      );
    }
    if (typeof attachment.content !== "string") {
      throw refusedAttachment("Attachment must have either a `content` or `path`.");
    }
    if (/[^A-Za-z0-9+/=\s]/.test(attachment.content)) {
      throw refusedAttachment("Attachment `content` must be Base64.");
    }
    // Written anew, so that what is kept is well-formed whatever the padding was.
    const content = Buffer.from(attachment.content, "base64").toString("base64");
    return {
      id: randomUUID(),
      filename: attachment.filename || "attachment",
      content_type: attachment.content_type || "application/octet-stream",
      content_id: attachment.content_id ?? null,
      content,
    };
  });
  const size = attachments.reduce((sum, attachment) => sum + sizeOf(attachment), 0);
  if (size > MAX_ATTACHMENT_BYTES) {
    throw refusedAttachment("Attachments must not be larger than 40 MB together.");
  }
  return attachments;
}

function refusedAttachment(message: string): MailError {
  return new MailError(422, "invalid_attachment", message);
}

function invalid(message: string): MailError {
  return new MailError(422, "validation_error", message);
}
