import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { HttpService, UpgradeService } from "../../src/service.ts";

/** A service that answers with what it was asked, so that a test sees what the gateway passed on. */
export function createEcho(name: string): HttpService {
  return {
    name,
    start: async () => undefined,
    stop: async () => undefined,
    health: () => "healthy",
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      if (pathname === "/fails") throw new Error("secret detail of a failure");
      return Response.json(
        {
          service: name,
          method: request.method,
          path: pathname + search,
          headers: Object.fromEntries(request.headers),
          body: await request.text(),
        },
        { headers: { "access-control-allow-origin": "https://wrong.example", "x-service": name } },
      );
    },
  };
}

/** The same, and a websocket endpoint that greets with one text frame and then keeps silent. */
export function createUpgradeEcho(name: string) {
  let headers: IncomingHttpHeaders = {};
  const service: UpgradeService = {
    ...createEcho(name),
    upgrade(request, socket) {
      headers = request.headers;
      const accept = createHash("sha1")
        .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest("base64");
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
      );
      // A frame of at most 125 bytes has its length in one.
      const text = Buffer.from((request.url ?? "").slice(0, 125));
      socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
    },
  };
  return { ...service, lastHeaders: () => headers };
}
