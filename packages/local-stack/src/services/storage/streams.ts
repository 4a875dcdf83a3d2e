import { Readable } from "node:stream";

/** How much of a refused body is still taken, so that its sender comes to read the refusal. */
const MAX_DISCARDED_BYTES = 128 * 1024 * 1024;

/** A request's body. Its failure is told to who reads it, and to nobody else: never to the process. */
export function bodyOf(request: Request): Readable {
  const stream = request.body === null ? Readable.from([]) : Readable.fromWeb(request.body);
  return stream.on("error", () => {});
}

/** A stream's chunks. The stream stays open when the reader stops early; see `discard`. */
export async function* chunksOf(source: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterable<unknown> = source.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("A body is made of bytes.");
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  }
}

/**
 * Reads the rest of a body that nobody wants. Closing the connection instead would take the answer away
 * from a client that is still sending.
 */
export function discard(source: Readable): void {
  let left = MAX_DISCARDED_BYTES;
  source.on("data", (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) source.destroy();
  });
  source.resume();
}
