import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";
import { deno } from "./deno.ts";
import type { LogLevel, Report, WorkerTask } from "./protocol.ts";

const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  log: "info",
  info: "info",
  warn: "warn",
  error: "error",
  trace: "debug",
};
const LONGEST_MESSAGE = 32_000;

const currentRequest = new AsyncLocalStorage<string | null>();
const encoder = new TextEncoder();

/** Runs the work on behalf of a request: what it prints bears the request's id. */
export function withRequest<Result>(requestId: string | null, work: () => Result): Result {
  return currentRequest.run(requestId, work);
}

/** From here on the console writes into the stack's log. Straight to the file: a worker may end at any moment. */
export function captureConsole({ mark, name }: WorkerTask): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Object.defineProperty(globalThis.console, method, {
      configurable: true,
      writable: true,
      value: (...values: unknown[]) => {
        const message = format(...values).slice(0, LONGEST_MESSAGE);
        const requestId = currentRequest.getStore() ?? null;
        const report: Report = { kind: "log", name, level, message, requestId };
        write(encoder.encode(`${mark}${JSON.stringify(report)}\n`));
      },
    });
  }
}

function write(bytes: Uint8Array): void {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(deno.stdout.writeSync(rest));
}
