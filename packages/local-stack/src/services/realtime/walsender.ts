/**
 * What a walsender and its client say inside CopyData while streaming.
 * https://www.postgresql.org/docs/17/protocol-replication.html
 */
export type WalsenderMessage =
  | { kind: "data"; walEnd: bigint; data: Buffer }
  | { kind: "keepalive"; walEnd: bigint; replyRequested: boolean };

const dataHeaderBytes = 25;

export function decodeWalsenderMessage(chunk: Buffer): WalsenderMessage | undefined {
  if (chunk[0] === 0x77 && chunk.length >= dataHeaderBytes) {
    const walEnd = chunk.readBigUInt64BE(1);
    return { kind: "data", walEnd, data: chunk.subarray(dataHeaderBytes) };
  }
  if (chunk[0] === 0x6b && chunk.length >= 18) {
    return { kind: "keepalive", walEnd: chunk.readBigUInt64BE(1), replyRequested: chunk[17] === 1 };
  }
  return undefined;
}

/** A whole CopyData message saying that everything up to `walEnd` is received, kept and applied. */
export function encodeStandbyStatus(walEnd: bigint): Buffer {
  const message = Buffer.alloc(39);
  message.write("d", 0, "latin1");
  message.writeInt32BE(38, 1);
  message.write("r", 5, "latin1");
  message.writeBigUInt64BE(walEnd, 6);
  message.writeBigUInt64BE(walEnd, 14);
  message.writeBigUInt64BE(walEnd, 22);
  // The client's clock (30..37) and "please reply" (38) stay zero: the server only shows the first.
  return message;
}
