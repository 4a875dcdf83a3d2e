import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { StackError, type StackErrorCode } from "./errors.ts";
import { parseJson } from "./json.ts";
import { leashProgram, unleashProgram } from "./leash.ts";
import { endProcess, identify } from "./process-identity.ts";
import type { Health, Logger } from "./service.ts";

export interface ProcessOptions {
  name: string;
  command: string;
  args: readonly string[];
  /** The whole environment of the child: nothing of ours is inherited. */
  env: Readonly<Record<string, string>>;
  cwd?: string;
  /** Unprivileged user to run as; only root may set it. */
  user?: { uid: number; gid: number };
  /** Open file descriptors the child finds as 3, 4, … */
  inheritedFiles?: readonly number[];
  /** Where the child's identity is kept while it runs, so that a later start can end an orphan. */
  pidFile: string;
  stopSignal: NodeJS.Signals;
  /** Milliseconds between the stop signal and SIGKILL. */
  stopTimeoutMs?: number;
  /** Resolves to true once the child can serve. Called again and again until then. */
  isReady: () => Promise<boolean>;
  readyTimeoutMs?: number;
  failureCode: StackErrorCode;
  log: Logger;
  /** Called after a child that died by itself is ready again. */
  onRestart?: () => void;
}

export interface SupervisedProcess {
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): Health;
  pid(): number | undefined;
  restarts(): number;
  lastRestartAt(): Date | undefined;
}

const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 5_000;
const KEPT_LINES = 12;

/**
 * Runs one native program: started and waited for, its output in the log, restarted with growing delay when
 * it dies by itself, ended with its whole process group.
 */
export function superviseProcess(options: ProcessOptions): SupervisedProcess {
  const { name, log } = options;
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let state: Health = "stopped";
  let stopping = false;
  let restartCount = 0;
  let restartedAt: Date | undefined;
  let restarting: Promise<void> = Promise.resolve();
  let lastLines: string[] = [];

  const keepLine = (line: string) => {
    lastLines = [...lastLines.slice(1 - KEPT_LINES), line];
    log.debug({ process: name }, line);
  };

  function launch(): void {
    lastLines = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    exited = promise;
    const started = spawn(options.command, options.args, {
      cwd: options.cwd ?? "/",
      env: options.env,
      // A group of its own: Ctrl-C in a terminal reaches only us, and we end the children in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", ...(options.inheritedFiles ?? [])],
      ...(options.user ?? {}),
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", keepLine);
    }
    started.on("error", (error) => {
      keepLine(error.message);
      resolve();
    });
    started.on("exit", (code, signal) => {
      resolve();
      if (started.pid !== undefined) unleashProgram(started.pid);
      if (child !== started) return;
      child = undefined;
      if (stopping || state === "starting") return;
      state = "unhealthy";
      log.warn(`${name} ended unexpectedly (${signal ?? `code ${code}`}); starting it again`);
      restarting = restart();
    });
  }

  async function recordIdentity(): Promise<void> {
    if (child?.pid !== undefined) {
      leashProgram(child.pid);
      await writeFile(options.pidFile, JSON.stringify(identify(child.pid)), { mode: 0o600 });
    }
  }

  async function waitUntilReady(): Promise<void> {
    const deadline = Date.now() + (options.readyTimeoutMs ?? 15_000);
    while (Date.now() < deadline && !stopping) {
      if (child === undefined || child.exitCode !== null) break;
      if (await options.isReady().catch(() => false)) {
        state = "healthy";
        return;
      }
      await sleep(15);
    }
    // Of several lines the last one tells how it ended, an earlier one why.
    const reason =
      lastLines.findLast((line) => /\b(FATAL|ERROR|could not|failed|denied)\b/i.test(line)) ??
      lastLines.at(-1) ??
      "it said nothing";
    throw new StackError(
      options.failureCode,
      `${name} did not become ready: ${reason}`,
      lastLines.length > 1 ? { cause: lastLines.join("\n") } : {},
    );
  }

  async function restart(): Promise<void> {
    let delay = FIRST_RESTART_DELAY_MS;
    while (!stopping) {
      await sleep(delay);
      if (stopping) return;
      state = "starting";
      restartCount += 1;
      restartedAt = new Date();
      try {
        launch();
        await recordIdentity();
        await waitUntilReady();
        log.info(`${name} is running again`);
        options.onRestart?.();
        return;
      } catch (error) {
        await kill("SIGKILL");
        if (stopping) return;
        state = "unhealthy";
        log.error(`${name} could not be started again: ${String(error)}`);
        delay = Math.min(delay * 2, LONGEST_RESTART_DELAY_MS);
      }
    }
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    const target = child;
    if (target?.pid === undefined) return;
    const gone = exited;
    target.kill(signal);
    const timeout = options.stopTimeoutMs ?? 10_000;
    const timer = setTimeout(() => {
      log.warn(`${name} did not end within ${timeout} ms; killing it`);
      target.kill("SIGKILL");
    }, timeout);
    await gone;
    clearTimeout(timer);
  }

  return {
    async start() {
      stopping = false;
      state = "starting";
      launch();
      try {
        await recordIdentity();
        await waitUntilReady();
      } catch (error) {
        stopping = true;
        await kill("SIGKILL");
        state = "stopped";
        throw error;
      }
    },
    async stop() {
      stopping = true;
      await kill(options.stopSignal);
      await restarting;
      await kill(options.stopSignal);
      await rm(options.pidFile, { force: true });
      state = "stopped";
    },
    health: () => state,
    pid: () => child?.pid,
    restarts: () => restartCount,
    lastRestartAt: () => restartedAt,
  };
}

const identitySchema = z.object({ pid: z.int(), startedAt: z.string() });

/** Ends what a killed stack left running, so that its ports and files are free again. */
export async function endOrphans(runDirectory: string, log: Logger): Promise<void> {
  const names = (await readdir(runDirectory)).filter((name) => name.endsWith(".pid"));
  // SIGINT ends PostgreSQL by its fast shutdown and everything else we run as well.
  await Promise.all(names.map((name) => endOrphan(join(runDirectory, name), "SIGINT", log)));
}

async function endOrphan(pidFile: string, signal: NodeJS.Signals, log: Logger): Promise<void> {
  const text = await readFile(pidFile, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const identity = identitySchema.safeParse(parseJson(text));
  if (identity.success) {
    log.info(`ending ${basename(pidFile, ".pid")} ${identity.data.pid}, left by an earlier run`);
    await endProcess(identity.data, signal);
  }
  await rm(pidFile, { force: true });
}
