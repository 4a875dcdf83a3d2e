import { Hono } from "hono";
import { z } from "zod";
import { parseJson } from "../../json.ts";
import { type Behaviour, behaviourSchema } from "./behaviour.ts";
import { MailError } from "./mail-error.ts";
import type { Mailbox } from "./mailbox.ts";
import { type Message, sizeOf } from "./message.ts";
import { readBody } from "./read-body.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1_000;

const filterSchema = z.object({
  to: z.string().optional(),
  subject: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
});

/** What tests ask: the mails as JSON, newest first, and how the catcher is to behave. */
export function inboxApi(mailbox: Mailbox, behaviour: Behaviour): Hono {
  const requireMessage = (id: string): Message => {
    const message = mailbox.find(id);
    if (!message) throw new MailError(404, "not_found", "There is no such message.");
    return message;
  };

  return new Hono()
    .get("/messages", (c) => {
      const filter = filterSchema.safeParse(c.req.query());
      if (!filter.success) {
        throw new MailError(
          422,
          "validation_error",
          `\`limit\` must be a number from 1 to ${MAX_LIMIT}.`,
        );
      }
      const found = mailbox.list(filter.data);
      const messages = found.slice(0, filter.data.limit).map(describeMessage);
      return c.json({ total: found.length, messages });
    })
    .delete("/messages", async (c) => {
      await mailbox.remove();
      return c.body(null, 204);
    })
    .get("/messages/:id", (c) => c.json(describeMessage(requireMessage(c.req.param("id")))))
    .delete("/messages/:id", async (c) => {
      await mailbox.remove([requireMessage(c.req.param("id")).id]);
      return c.body(null, 204);
    })
    .get("/messages/:id/attachments/:attachment", (c) => {
      const { attachments } = requireMessage(c.req.param("id"));
      const wanted = c.req.param("attachment");
      const attachment = attachments.find(({ id }) => id === wanted);
      if (!attachment) throw new MailError(404, "not_found", "There is no such attachment.");
      // Never shown in the catcher's own origin, whatever type its sender gave it.
      return c.body(Buffer.from(attachment.content, "base64"), 200, {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${encodeFilename(attachment.filename)}`,
        "content-security-policy": "sandbox; default-src 'none'",
      });
    })
    .get("/behaviour", (c) => c.json(behaviour.read()))
    .put("/behaviour", async (c) => {
      const settings = behaviourSchema.safeParse(parseJson(await readBody(c)));
      if (!settings.success) {
        throw new MailError(422, "validation_error", z.prettifyError(settings.error));
      }
      behaviour.change(settings.data);
      return c.json(behaviour.read());
    });
}

/** A message with the addresses of its attachments instead of their bytes. */
function describeMessage(message: Message) {
  return {
    ...message,
    attachments: message.attachments.map((attachment) => ({
      id: attachment.id,
      filename: attachment.filename,
      content_type: attachment.content_type,
      content_id: attachment.content_id,
      size: sizeOf(attachment),
      url: `/api/messages/${message.id}/attachments/${attachment.id}`,
    })),
  };
}

/** RFC 8187 keeps fewer characters than `encodeURIComponent` does. */
function encodeFilename(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
