import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "./errors.ts";

/** One block of neighbouring ports a stack; offsets follow the Supabase CLI's 5432x. */
export interface Ports {
  web: number;
  api: number;
  database: number;
  mail: number;
  rest: number;
  restAdmin: number;
}

const BLOCK_SIZE = 10;
/** Below Linux's ephemeral range (32768–60999), where any outgoing connection may sit on a port. */
const FREE_RANGE = { from: 20_000, to: 32_000 };

export function portsFrom(base: number): Ports {
  return {
    web: base,
    api: base + 1,
    database: base + 2,
    mail: base + 4,
    rest: base + 5,
    restAdmin: base + 6,
  };
}

async function holdPort(port: number): Promise<Server | undefined> {
  const { promise, resolve } = Promise.withResolvers<Server | undefined>();
  const server = createServer();
  server.once("error", () => resolve(undefined));
  server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  server.unref();
  return promise;
}

function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  return promise;
}

async function isFree(port: number): Promise<boolean> {
  const server = await holdPort(port);
  if (server) await closeServer(server);
  return server !== undefined;
}

export interface ClaimedPorts {
  ports: Ports;
  /** Lets others have the block. It is let go as well when this process ends, in whatever way. */
  release(): Promise<void>;
}

/**
 * A block of free ports for a stack that nobody needs to find by number. The block's last port is held as long
 * as the stack lives: two stacks that look at the same moment would otherwise find the same block free.
 */
export async function claimFreePorts(): Promise<ClaimedPorts> {
  const blocks = Math.floor((FREE_RANGE.to - FREE_RANGE.from) / BLOCK_SIZE);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const base = FREE_RANGE.from + Math.floor(Math.random() * blocks) * BLOCK_SIZE;
    const claim = await holdPort(base + BLOCK_SIZE - 1);
    if (!claim) continue;
    const ports = portsFrom(base);
    const free = await Promise.all(Object.values(ports).map(isFree));
    if (free.every(Boolean)) return { ports, release: () => closeServer(claim) };
    await closeServer(claim);
  }
  throw new StackError("port_in_use", "No block of ten free ports was found below 32000.");
}

/**
 * Refuses a port that somebody else holds. Looks again for two seconds: the default ports lie in the
 * ephemeral range, where a closed connection of another program may rest on one for a moment.
 */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await isFree(port)) return;
    await sleep(200);
  }
  throw new StackError(
    "port_in_use",
    `Port ${port} (${purpose}) is in use. Stop the program that holds it, or choose other ports with --port-base N.`,
  );
}
