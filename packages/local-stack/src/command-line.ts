import { readFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import pino from "pino";
import pretty from "pino-pretty";
import { createStack, type Stack } from "./create-stack.ts";
import { StackError } from "./errors.ts";
import { formatStatus } from "./format-status.ts";
import { isHome, isHomeInUse, REPORTS_FILE } from "./home.ts";
import { readReports } from "./reports.ts";
import type { Logger } from "./service.ts";
import type { StackStatus } from "./status.ts";

export interface StartFlags {
  portBase?: number;
  home: string | undefined;
  ephemeral: boolean;
  /** False with `--no-web`: nothing is to be served beside the stack. */
  web: boolean;
  /** False with `--no-seed`: a new database stays without demo rows. */
  seed: boolean;
  help: boolean;
}

const START_HELP = `Starts the stack and keeps it until Ctrl-C.

  --port-base N   all ports from N on: N for what runs beside the stack, N+1 the API, N+2 the database
  --home DIR      keeps data and keys in this folder
  --ephemeral     a throwaway stack on free ports
  --no-seed       a new database stays without the rows of the seed
  --no-web        the stack alone
  --help          says this
`;

/** What a project runs beside its stack, a web client above all. */
export interface Beside {
  status: Partial<Pick<StackStatus, "WEB_URL">>;
  stop(): Promise<void>;
}

export interface CommandLineOptions {
  supabaseDirectory: string;
  /** Home of the stack when neither `--home` nor `--ephemeral` is given. */
  defaultHome: string;
  beside?: (stack: Stack, flags: StartFlags, log: Logger) => Promise<Beside>;
  /** What a person reads once everything answers. */
  greet?: (status: StackStatus, flags: StartFlags) => string;
}

const LARGEST_LOG = 10 * 1024 * 1024;

function parseStartFlags(argv: readonly string[], defaultHome: string): StartFlags {
  const { values } = parseArgs({
    args: [...argv],
    allowNegative: true,
    options: {
      "port-base": { type: "string" },
      home: { type: "string" },
      ephemeral: { type: "boolean", default: false },
      web: { type: "boolean", default: true },
      seed: { type: "boolean", default: true },
      help: { type: "boolean", default: false },
    },
  });
  const portBase = values["port-base"] === undefined ? undefined : Number(values["port-base"]);
  if (
    portBase !== undefined &&
    !(Number.isInteger(portBase) && portBase > 0 && portBase < 65_526)
  ) {
    throw new StackError("config_invalid", "--port-base takes a whole number from 1 to 65525.");
  }
  const home = values.home ?? (values.ephemeral ? undefined : defaultHome);
  return {
    ...(portBase === undefined ? {} : { portBase }),
    home: home === undefined ? undefined : resolveHome(home),
    ephemeral: values.ephemeral,
    web: values.web,
    seed: values.seed,
    help: values.help,
  };
}

/** Relative to where the person stands: npm runs a command elsewhere, and says so in INIT_CWD. */
function resolveHome(path: string): string {
  if (path === "") throw new StackError("config_invalid", "--home takes the path of a folder.");
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** Starts a stack, keeps it until a signal comes, and ends it. Resolves with the exit code. */
export async function runStart(
  argv: readonly string[],
  options: CommandLineOptions,
): Promise<number> {
  const flags = parseStartFlags(argv, options.defaultHome);
  if (flags.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const log = await createLog(flags.home);
  const stack = createStack({
    supabaseDirectory: options.supabaseDirectory,
    ...(flags.home === undefined ? {} : { home: flags.home }),
    ...(flags.portBase === undefined ? {} : { portBase: flags.portBase }),
    ephemeral: flags.ephemeral,
    seed: flags.seed,
    log,
  });
  const stopRequested = waitForSignal(log);
  let beside: Beside | undefined;
  try {
    await stack.start();
    beside = await options.beside?.(stack, flags, log);
    const status = await stack.announce(beside?.status);
    process.stdout.write(options.greet?.(status, flags) ?? `Ready: ${status.API_URL}\n`);
    await stopRequested;
  } finally {
    await beside?.stop();
    await stack.stop();
  }
  return 0;
}

/** Prints how a running stack is reached; exit code 1 when none runs there. */
export async function runStatus(argv: readonly string[], defaultHome: string): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: "boolean", default: false }, home: { type: "string" } },
  });
  const home = resolveHome(values.home ?? defaultHome);
  const text = await readFile(join(home, "status.json"), "utf8").catch(() => undefined);
  if (text === undefined || !(await isHomeInUse(home))) {
    throw new StackError("not_running", `No stack runs on ${home}.`);
  }
  if (values.json) {
    process.stdout.write(text);
  } else {
    const reports = await readReports(join(home, "run", REPORTS_FILE));
    process.stdout.write(`${await formatStatus(JSON.parse(text), reports)}\n`);
  }
  return 0;
}

/** Throws the local database away, so that the next start makes a new one. Keys and ports stay. */
export async function runReset(argv: readonly string[], defaultHome: string): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { home: { type: "string" } } });
  const home = resolveHome(values.home ?? defaultHome);
  if (await isHomeInUse(home)) {
    throw new StackError("already_running", `A stack runs on ${home}. Stop it first.`);
  }
  if (!(await isHome(home))) {
    throw new StackError("config_invalid", `${home} is not the home of a stack.`);
  }
  await rm(join(home, "database"), { recursive: true, force: true });
  process.stdout.write(`The database in ${home} is gone; the next start makes a new one.\n`);
  return 0;
}

/** Ends the process with the exit code of a command; a StackError becomes its one line. */
export async function exitWith(command: Promise<number>): Promise<never> {
  try {
    process.exit(await command);
  } catch (error) {
    const isExpected = error instanceof StackError || isUsageError(error);
    process.stderr.write(isExpected ? `${error.message}\n` : `${formatBug(error)}\n`);
    process.exit(1);
  }
}

function isUsageError(error: unknown): error is Error {
  return (
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  );
}

function formatBug(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function waitForSignal(log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => {
    log.info("stopping");
    resolve();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  if (process.env.npm_lifecycle_event !== undefined) onceOrphaned(stop);
  return promise;
}

const LOOK_FOR_PARENT_MS = 500;

/** Some signals npm does not hand on, it just ends by them: then this process gets another parent. */
function onceOrphaned(act: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, LOOK_FOR_PARENT_MS);
  timer.unref();
}

/** People read the terminal; the file in the home keeps everything, the children's output included. */
async function createLog(home: string | undefined): Promise<Logger> {
  const terminal = pretty({
    destination: 2,
    sync: true,
    colorize: process.stderr.isTTY,
    ignore: "pid,hostname,time,service,process",
    hideObject: true,
  });
  const streams: pino.StreamEntry[] = [{ level: "info", stream: terminal }];
  if (home !== undefined) {
    const path = join(home, "stack.log");
    const size = await stat(path).then(
      (file) => file.size,
      () => 0,
    );
    if (size > LARGEST_LOG) await rename(path, `${path}.1`);
    try {
      streams.push({
        level: "debug",
        stream: pino.destination({ dest: path, mkdir: true, sync: true, mode: 0o600 }),
      });
    } catch {
      // The home cannot be written; opening it says so properly in a moment.
    }
  }
  return pino({ level: "debug" }, pino.multistream(streams));
}
