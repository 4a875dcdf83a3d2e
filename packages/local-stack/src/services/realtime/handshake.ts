import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type CredentialReader, type Credentials, TokenError } from "./credentials.ts";
import type { ProtocolVersion } from "./messages.ts";

/** What is known of a connection before its first message. */
export interface Handshake {
  version: ProtocolVersion;
  credentials: Credentials;
  token: string;
  headers: Record<string, string>;
}

/** An upgrade that is answered with plain HTTP; browsers only see that it failed. */
export class HandshakeRefusal extends Error {
  override readonly name = "HandshakeRefusal";
  readonly status: number;

  constructor(status: number, message = "") {
    super(message);
    this.status = status;
  }
}

/** Reads protocol version and API key from an upgrade request; rejects with `HandshakeRefusal`. */
export async function readHandshake(
  request: IncomingMessage,
  reader: CredentialReader,
): Promise<Handshake> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.endsWith("/websocket")) throw new HandshakeRefusal(404, "Not Found");
  const version = readVersion(url.searchParams.get("vsn"));
  const header = request.headers["x-api-key"];
  const token = (typeof header === "string" ? header : undefined) ?? url.searchParams.get("apikey");
  if (token === null || token === "") throw new HandshakeRefusal(401, "API key is missing");
  try {
    const credentials = await reader.read(token);
    return { version, credentials, token, headers: customHeaders(request) };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const isExpired = error.message.startsWith("Token has expired");
    throw new HandshakeRefusal(401, isExpired ? "Token has expired" : error.message);
  }
}

function readVersion(vsn: string | null): ProtocolVersion {
  if (vsn === null || /^1\.0\.\d+$/.test(vsn)) return "1.0.0";
  if (/^2\.0\.\d+$/.test(vsn)) return "2.0.0";
  throw new HandshakeRefusal(403);
}

function customHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      name.startsWith("x-") && typeof value === "string" ? [[name, value]] : [],
    ),
  );
}

export function refuseUpgrade(socket: Duplex, refusal: HandshakeRefusal): void {
  const body = refusal.message === "" ? "" : JSON.stringify({ error: refusal.message });
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ""}`,
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}
