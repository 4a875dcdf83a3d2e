import { connect } from "node:net";

/** What a server says to exactly these bytes, until it closes the connection or is silent for a moment. */
export async function rawRequest(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  const socket = connect(Number(port), hostname);
  const answered = () => Buffer.concat(chunks).toString("latin1");
  socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${bytes.toString()}`)));
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    // Answers of the gateway are short: the head and the end of a body come in one piece or two.
    if (isWhole(answered())) socket.end();
  });
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "ECONNRESET" || error.code === "EPIPE") resolve(answered());
    else reject(error);
  });
  socket.on("close", () => resolve(answered()));
  socket.write(bytes);
  return promise;
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /^content-length: (\d+)\r$/im.exec(answer.slice(0, end + 2))?.[1];
  if (length !== undefined) return answer.length - end - 4 >= Number(length);
  return answer.endsWith("0\r\n\r\n") || /^HTTP\/1\.1 (101|204|304)/.test(answer);
}
