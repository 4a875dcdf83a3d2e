import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger, UpgradeService } from "../service.ts";
import { admit } from "./admission.ts";
import type { ApiKey } from "./api-keys.ts";
import { requestIdOf } from "./exchange.ts";
import { type Refusal, refusal } from "./reply.ts";
import { readTarget, type Target } from "./target.ts";

export interface UpgradeOptions {
  realtime: UpgradeService | undefined;
  findKey: (candidate: string) => ApiKey | undefined;
  log: Logger;
}

export interface Upgrades {
  handle(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts every connection that was upgraded and is still open. */
  close(): void;
}

const WEBSOCKET_PATH = "/websocket";

/** Hands websockets below `/realtime/v1` to Realtime; whatever else wants an upgrade is refused. */
export function createUpgrades(options: UpgradeOptions): Upgrades {
  const open = new Set<Duplex>();

  function handle(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node leaves an upgraded socket without listeners, and an error nobody hears ends the process.
    socket.on("error", (error) => options.log.debug({ err: error }, "websocket connection failed"));
    open.add(socket);
    socket.once("close", () => open.delete(socket));

    const judged = judge(incoming);
    if ("body" in judged) {
      refuse(socket, judged);
      return;
    }
    const { realtime, target, key } = judged;
    incoming.url = target.path + target.search;
    // How Supabase's gateway tells Realtime whose key it is, wherever it stood; never the client's word.
    incoming.headers["x-api-key"] = key?.jwt;
    incoming.headers["x-request-id"] = requestIdOf(incoming.headers);
    incoming.headers["x-forwarded-for"] = incoming.socket.remoteAddress ?? "";
    try {
      realtime.upgrade(incoming, socket, head);
    } catch (error) {
      options.log.error({ err: error }, "Realtime failed to take a websocket");
      socket.destroy();
    }
  }

  function judge(
    incoming: IncomingMessage,
  ): { realtime: UpgradeService; target: Target; key: ApiKey | undefined } | Refusal {
    const target = readTarget(incoming.url ?? "");
    if ("status" in target) return target;
    if (target.service !== "realtime" || target.path !== WEBSOCKET_PATH) {
      return refusal(404, "not_found", "There is no websocket at this address.");
    }
    const { realtime } = options;
    if (realtime === undefined) {
      return refusal(501, "not_implemented", "Realtime is turned off in this stack.");
    }
    const admission = admit(target, incoming.headers, options.findKey);
    if ("status" in admission) return admission;
    return { realtime, target, key: admission.key };
  }

  return {
    handle,
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

function refuse(socket: Duplex, { status, body, headers }: Refusal): void {
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "connection: close",
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`, () => socket.destroy());
}
