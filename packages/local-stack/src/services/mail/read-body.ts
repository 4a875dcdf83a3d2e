import type { Context } from "hono";
import { MailError } from "./mail-error.ts";

/** Files come in base64, or as a list of numbers, which takes nearly four characters a byte. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The whole body as text. Counted while it comes, because its length need not be announced. */
export async function readBody(c: Context): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) {
      // The rest is never read, so nothing can follow on this connection.
      throw new MailError(413, "validation_error", "The request is too large.", {
        connection: "close",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
