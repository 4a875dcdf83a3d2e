import { z } from "zod";

export const attachmentSchema = z.object({
  id: z.string(),
  filename: z.string(),
  content_type: z.string(),
  content_id: z.string().nullable(),
  /** Base64. */
  content: z.string(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** A mail as it was accepted. */
export const messageSchema = z.object({
  id: z.string(),
  /** As a mail server would have named it: the `Message-ID` header. */
  message_id: z.string(),
  created_at: z.iso.datetime(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  reply_to: z.array(z.string()),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(attachmentSchema),
  scheduled_at: z.string().nullable(),
  topic_id: z.string().nullable(),
});
export type Message = z.infer<typeof messageSchema>;

/** The bare address of `Name <address>`, in lower case. */
export function addressOf(recipient: string): string {
  return (/<([^<>]*)>\s*$/.exec(recipient)?.[1] ?? recipient).trim().toLowerCase();
}

/** Whether a mail was sent to an address, openly or not. */
export function isAddressedTo(message: Message, address: string): boolean {
  const wanted = addressOf(address);
  return [...message.to, ...message.cc, ...message.bcc].some(
    (recipient) => addressOf(recipient) === wanted,
  );
}

/** Bytes behind a base64 text, without decoding it. */
export function sizeOf({ content }: Attachment): number {
  const padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
  return (content.length / 4) * 3 - padding;
}
