import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { parseJson } from "../../json.ts";
import { identify } from "../../process-identity.ts";
import type { Logger } from "../../service.ts";
import type { FunctionDefinition } from "./definitions.ts";
import type { Command, Ending, Report, Settings } from "./runtime/protocol.ts";

/** One function that answers on a port of its own. */
export interface FunctionWorker {
  id: string;
  name: string;
  port: number;
  token: string;
  /** Resolves when the worker is no more, with the reason. */
  ended: Promise<Ending>;
  /** Requests that are under way, and when the last one ended. */
  requests: number;
  usedAt: number;
}

export interface RuntimeProcessOptions {
  program: string;
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
  cwd: string;
  /** Where the process's identity is kept while it runs, so that a later start can end an orphan. */
  pidFile: string;
  limits: Pick<Settings, "heapMegabytes" | "unresponsiveMs" | "bootMs">;
  log: Logger;
}

const reportSchema: z.ZodType<Report> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("listening"), worker: z.string(), port: z.int() }),
  z.object({
    kind: z.literal("ended"),
    worker: z.string(),
    ending: z.enum(["boot_failed", "crashed", "out_of_memory", "unresponsive", "stopped"]),
    message: z.string(),
  }),
  z.object({
    kind: z.literal("log"),
    name: z.string(),
    level: z.enum(["debug", "info", "warn", "error"]),
    message: z.string(),
    requestId: z.string().nullable(),
  }),
]);

interface Booting {
  name: string;
  listening: PromiseWithResolvers<FunctionWorker>;
  ended: PromiseWithResolvers<Ending>;
}

export class BootError extends Error {
  override readonly name = "BootError";
}

const STOP_MS = 2_000;

/** A Deno process with a worker a function: started with the first, ended by `stop`. */
export class RuntimeProcess {
  readonly #options: RuntimeProcessOptions;
  readonly #settings: Settings;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #workers = new Map<string, Booting>();
  readonly #byName = new Map<string, Promise<FunctionWorker>>();
  readonly #listening = new Map<string, FunctionWorker>();
  /** Requests that are under way in it. */
  active = 0;
  #isStopping = false;
  #hasExited = false;

  constructor(options: RuntimeProcessOptions) {
    this.#options = options;
    this.#settings = {
      ...options.limits,
      mark: `${randomUUID()} `,
      token: randomBytes(24).toString("base64url"),
    };
    this.#child = spawn(options.program, options.arguments, {
      cwd: options.cwd,
      env: options.environment,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#exited = promise;
    this.#child.on("error", (error) => options.log.error({ err: error }, "Deno did not start"));
    // Its output ends after it: reports of its last moment are read before its end is told.
    this.#child.on("close", (code, signal) => {
      this.#close(signal ?? `code ${code}`);
      resolve();
    });
    this.#readOutput();
    this.#child.stdin?.on("error", () => undefined);
    this.#write(this.#settings);
    void this.#recordIdentity();
  }

  get isRunning(): boolean {
    return !this.#hasExited && !this.#isStopping;
  }

  /** The worker that serves a function, started if there is none. Rejects with a BootError. */
  worker(definition: FunctionDefinition): Promise<FunctionWorker> {
    const known = this.#byName.get(definition.name);
    if (known) return known;
    const started = this.#boot(definition);
    this.#byName.set(definition.name, started);
    const forget = () => {
      if (this.#byName.get(definition.name) === started) this.#byName.delete(definition.name);
    };
    started.then(({ ended }) => ended.then(forget), forget);
    return started;
  }

  /** Ends workers that were not used since then; false when no worker is left. */
  endIdle(usedBefore: number): boolean {
    for (const { id, name, requests, usedAt } of this.#listening.values()) {
      if (requests > 0 || usedAt >= usedBefore) continue;
      this.#byName.delete(name);
      this.#listening.delete(id);
      this.#write({ kind: "end", worker: id });
    }
    return this.#byName.size > 0;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    // The end of its input ends the process, and with it every worker.
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await this.#exited;
    clearTimeout(timer);
    await rm(this.#options.pidFile, { force: true });
  }

  #boot({ name, entrypoint }: FunctionDefinition): Promise<FunctionWorker> {
    const listening = Promise.withResolvers<FunctionWorker>();
    const ended = Promise.withResolvers<Ending>();
    if (!this.isRunning) return Promise.reject(new BootError("the process has ended"));
    const id = randomUUID();
    this.#workers.set(id, { name, listening, ended });
    this.#write({ kind: "boot", worker: id, name, entrypoint: pathToFileURL(entrypoint).href });
    return listening.promise;
  }

  #write(message: Settings | Command): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #readOutput(): void {
    const { log } = this.#options;
    const { mark } = this.#settings;
    const { stdout, stderr } = this.#child;
    if (!stdout || !stderr) return;
    createInterface({ input: stdout }).on("line", (line) => {
      const start = line.indexOf(mark);
      const report = reportSchema.safeParse(
        start < 0 ? undefined : parseJson(line.slice(start + mark.length)),
      );
      if (report.success) this.#receive(report.data);
      else log.info({ process: "deno" }, line.replaceAll(mark, ""));
    });
    createInterface({ input: stderr }).on("line", (line) => {
      log.info({ process: "deno" }, line);
    });
  }

  #receive(report: Report): void {
    if (report.kind === "log") {
      const { name, level, message, requestId } = report;
      this.#options.log[level]({ function: name, requestId }, `${name}: ${message}`);
      return;
    }
    const worker = this.#workers.get(report.worker);
    if (worker === undefined) return;
    if (report.kind === "listening") {
      const started: FunctionWorker = {
        id: report.worker,
        name: worker.name,
        port: report.port,
        token: this.#settings.token,
        ended: worker.ended.promise,
        requests: 0,
        usedAt: Date.now(),
      };
      this.#listening.set(started.id, started);
      this.#options.log.debug(`function ${started.name} listens on port ${started.port}`);
      worker.listening.resolve(started);
      return;
    }
    this.#workers.delete(report.worker);
    this.#listening.delete(report.worker);
    this.#options.log[report.ending === "stopped" ? "debug" : "warn"](
      { function: worker.name, ending: report.ending },
      `function ${worker.name} ended (${report.ending}): ${report.message}`,
    );
    worker.ended.resolve(report.ending);
    worker.listening.reject(new BootError(report.message));
  }

  #close(reason: string): void {
    this.#hasExited = true;
    if (!this.#isStopping) {
      this.#options.log.warn(`Deno ended unexpectedly (${reason}); the next request starts it`);
      void rm(this.#options.pidFile, { force: true });
    }
    for (const { listening, ended } of this.#workers.values()) {
      ended.resolve("stopped");
      listening.reject(new BootError("the process has ended"));
    }
    this.#workers.clear();
    this.#listening.clear();
  }

  async #recordIdentity(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined) return;
    const text = JSON.stringify(identify(pid));
    await writeFile(this.#options.pidFile, text, { mode: 0o600 }).catch(() => undefined);
    if (this.#hasExited) await rm(this.#options.pidFile, { force: true });
  }
}
