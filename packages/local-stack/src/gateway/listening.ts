import { once } from "node:events";
import type { Server } from "node:http";
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
export async function listen(server: Server, port: number, host: string): Promise<void> {
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
          `Port ${port} (API) is in use. Stop the program that holds it, or choose other ports with --port-base N.`,
          { cause: error },
        );
      }
      await sleep(RETRY_EVERY_MS);
    }
  }
}

/** Stops taking requests, lets answers that have begun end, and resolves when the port is free. */
export async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await promise;
  clearTimeout(timer);
}

async function bind(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host });
  // Rejects with the server's error, and leaves no listener behind either way.
  await once(server, "listening");
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
