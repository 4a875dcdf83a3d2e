import type { Message } from "./message.ts";

/** Types that a browser shows and that can carry no script. */
const IMAGE_TYPES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/**
 * The mail's HTML as a document of its own. It comes from a stranger: no script, no form, nothing from
 * the network (a remote picture would tell its sender who reads), and links open elsewhere.
 */
export function mailDocument(message: Message): Response {
  const source = message.html ?? "";
  const start = /^\s*<!doctype[^>]*>/i.exec(source)?.[0] ?? "<!doctype html>";
  const rest = source.replace(/^\s*<!doctype[^>]*>/i, "");
  const document = `${start}<base target="_blank">${embedImages(message, rest)}`;
  return new Response(document, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": [
        "sandbox allow-popups allow-popups-to-escape-sandbox",
        "default-src 'none'",
        "img-src data:",
        "style-src 'unsafe-inline'",
        "form-action 'none'",
        "frame-ancestors 'self'",
      ].join("; "),
    },
  });
}

/** Puts pictures that the mail brings along where it names them (`cid:`). */
function embedImages({ attachments }: Message, source: string): string {
  return source.replace(/\bcid:([^\s"'<>)]+)/gi, (reference, contentId: string) => {
    const image = attachments.find((attachment) => attachment.content_id === contentId);
    return image && IMAGE_TYPES.has(image.content_type)
      ? `data:${image.content_type};base64,${image.content}`
      : reference;
  });
}
