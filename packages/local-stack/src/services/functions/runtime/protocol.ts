/** What the stack and the Deno process say to each other, a JSON text a line. Types only: Deno loads this too. */

/** First line that a process reads. */
export interface Settings {
  /** Begins each line of a report, so that nothing a function prints is taken for one. */
  mark: string;
  /** A request must carry it: a worker's port is open to everyone on the machine. */
  token: string;
  heapMegabytes: number;
  /** How long a worker's event loop may stand still. */
  unresponsiveMs: number;
  bootMs: number;
}

export interface BootCommand {
  kind: "boot";
  worker: string;
  name: string;
  /** URL of the function's module. */
  entrypoint: string;
}

/** Ends a worker that nobody has used for a while. */
export interface EndCommand {
  kind: "end";
  worker: string;
}

export type Command = BootCommand | EndCommand;

/** Why a worker is no more. */
export type Ending = "boot_failed" | "crashed" | "out_of_memory" | "unresponsive" | "stopped";

export type Report =
  | { kind: "listening"; worker: string; port: number }
  | { kind: "ended"; worker: string; ending: Ending; message: string }
  | { kind: "log"; name: string; level: LogLevel; message: string; requestId: string | null };

export type LogLevel = "debug" | "info" | "warn" | "error";

/** What a worker gets to know of itself. */
export interface WorkerTask extends Settings {
  worker: string;
  name: string;
  entrypoint: string;
}

export type WorkerMessage =
  | { kind: "listening"; port: number }
  | { kind: "boot_failed"; message: string }
  /** The answer to "ping": the worker's event loop turns. */
  | { kind: "pong"; hasReachedHeapLimit: boolean; externalBytes: number };

export const TOKEN_HEADER = "x-local-stack-token";
