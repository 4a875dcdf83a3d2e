import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "../errors.ts";

const RETRY_FOR_MS = 2_000;
const RETRY_EVERY_MS = 100;
/** How long an answer that has begun may take to end once the gateway stops. */
const DRAIN_MS = 1_000;

/**
 * Binds, trying again for a moment: the default ports lie in the range from which systems take ports for
 * outgoing connections, and a closed one may rest on ours.
 */
export async function listen(
  server: Server,
  port: number,
  host: string,
  purpose = "API",
): Promise<void> {
  const deadline = Date.now() + RETRY_FOR_MS;
  for (;;) {
    try {
      await bind(server, port, host);
      return;
    } catch (error) {
      if (!isErrorCode(error, "EADDRINUSE")) throw error;
      if (Date.now() >= deadline) {
        throw new StackError(
          "port_in_use",
          `Port ${port} (${purpose}) is in use. Stop the program that holds it, or choose other ports with --port-base N.`,
          { cause: error },
        );
      }
      await sleep(RETRY_EVERY_MS);
    }
  }
}

/** Counts the answers that are under way on a server, for `stopListening` to wait for. */
export function trackAnswers(server: Server): ReadonlySet<ServerResponse> {
  const underWay = new Set<ServerResponse>();
  server.on("request", (_incoming, outgoing) => {
    underWay.add(outgoing);
    outgoing.once("close", () => underWay.delete(outgoing));
  });
  return underWay;
}

/** Stops taking requests, lets answers that have begun end, and resolves when the port is free. */
export async function stopListening(
  server: Server,
  underWay: ReadonlySet<ServerResponse>,
): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  const deadline = Date.now() + DRAIN_MS;
  while (underWay.size > 0 && Date.now() < deadline) await sleep(10);
  // Node would wait for kept connections, and for those that browsers open before they need them.
  server.closeAllConnections();
  await closed;
}

async function bind(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host });
  // Rejects with the server's error, and leaves no listener behind either way.
  await once(server, "listening");
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
