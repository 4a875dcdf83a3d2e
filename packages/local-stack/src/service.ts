import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";

export type { Logger };

export type Health = "starting" | "healthy" | "unhealthy" | "stopped";

/** The native program behind a service. */
export interface ProgramReport {
  version: string;
  /** Undefined while it does not run. */
  pid: number | undefined;
  restarts: number;
  lastRestartAt: Date | undefined;
}

/** One part of the stack. Factories are pure: options in, service out; nothing happens before `start`. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  /** Idempotent; resolves when nothing of the service is left running. */
  stop(): Promise<void>;
  health(): Health;
  /** Absent where the service runs in this process. */
  program?(): ProgramReport;
}

/** A service that answers HTTP below its prefix on the gateway; `request.url` has the prefix stripped. */
export interface HttpService extends Service {
  fetch(request: Request): Promise<Response>;
}

/** A service that also takes websocket upgrades. It owns the socket from here on, refusals included. */
export interface UpgradeService extends HttpService {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** How a service reaches PostgreSQL: always loopback, always as its own role. */
export interface DatabaseAddress {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}
