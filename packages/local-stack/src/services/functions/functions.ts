import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import type { Health, Logger, Service } from "../../service.ts";
import type { Tokens } from "../../tokens.ts";
import { bootFailed, type CodedAnswer, crashed, notFound, restarting } from "./answers.ts";
import { type FunctionDefinition, readDefinitions } from "./definitions.ts";
import { denoArguments, findDeno } from "./deno-command.ts";
import { type EnvironmentOptions, readEnvironment } from "./environment.ts";
import type { EdgeRuntimeConfig, FunctionConfig } from "./functions-config.ts";
import { forward, type RequestLimits } from "./proxy.ts";
import { BootError, type FunctionWorker, RuntimeProcess } from "./runtime-process.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";
import { judgeToken } from "./token.ts";
import { SourceWatch } from "./watch.ts";

export interface FunctionsOptions extends Omit<EnvironmentOptions, "secrets"> {
  edgeRuntime: EdgeRuntimeConfig;
  config: Readonly<Record<string, FunctionConfig>>;
  tokens: Tokens;
  /** The installation's folder: functions may not read it. */
  home: string;
  runDirectory: string;
  /** Where Deno keeps what it downloads and compiles. */
  cacheDirectory: string;
  limits?: Partial<FunctionLimits>;
  log: Logger;
}

export interface FunctionLimits extends RequestLimits {
  heapMegabytes: number;
  unresponsiveMs: number;
  bootMs: number;
  /** How long requests of before a change of source may go on. */
  drainMs: number;
  /** How long a function that nobody calls stays in memory. */
  keptMs: number;
}

/** Hosted's, except that not CPU time is measured but how long a function lets nothing else run. */
const DEFAULT_LIMITS: FunctionLimits = {
  heapMegabytes: 256,
  unresponsiveMs: 10_000,
  bootMs: 30_000,
  idleMs: 150_000,
  wallClockMs: 400_000,
  drainMs: 10_000,
  keptMs: 300_000,
};

/** A request as the gateway passes it on. */
export interface Forwarding {
  /** `/<function>/…` */
  path: string;
  search: string;
  headers: Readonly<Record<string, string>>;
  requestId: string;
  /** For answers that are not the function's own. */
  answerHeaders: Readonly<Record<string, string>>;
}

export interface Functions extends Service {
  handle(incoming: IncomingMessage, outgoing: ServerResponse, forwarding: Forwarding): void;
}

const ATTEMPTS = 3;

/** Edge Functions on Deno. Nothing runs before the first request for a function. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { log, supabaseDirectory } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const agent = new Agent({ keepAlive: true });
  const processes = new Map<string, Promise<RuntimeProcess>>();
  const ending = new Set<Promise<void>>();
  const temporary = createTemporaryFolder(options.runDirectory);
  let definitions: Promise<Map<string, FunctionDefinition>> | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let state: Health = "stopped";

  const watch = new SourceWatch({
    functionsDirectory: join(supabaseDirectory, "functions"),
    onChange: () => {
      log.info("sources of functions changed; they start anew");
      definitions = undefined;
      for (const runtime of processes.values()) retire(runtime);
      processes.clear();
    },
    log,
  });

  /** Lets requests that are under way end, then the process. */
  function retire(starting: Promise<RuntimeProcess>): void {
    const work = starting
      .then(async (runtime) => {
        const deadline = Date.now() + limits.drainMs;
        while (runtime.active > 0 && Date.now() < deadline && state === "healthy") {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await runtime.stop();
      })
      .catch(() => undefined)
      .finally(() => ending.delete(work));
    ending.add(work);
  }

  async function endIdle(): Promise<void> {
    for (const [group, starting] of processes) {
      const runtime = await starting.catch(() => undefined);
      if (runtime === undefined || runtime.active > 0) continue;
      if (runtime.endIdle(Date.now() - limits.keptMs) || processes.get(group) !== starting)
        continue;
      processes.delete(group);
      retire(starting);
    }
  }

  async function find(name: string): Promise<FunctionDefinition | undefined> {
    definitions ??= readDefinitions(supabaseDirectory, options.config);
    const found = (await definitions).get(name);
    if (found) return found;
    // It may have been made since; before the first request nothing is watched.
    definitions = readDefinitions(supabaseDirectory, options.config);
    return (await definitions).get(name);
  }

  async function processFor(definition: FunctionDefinition): Promise<RuntimeProcess> {
    const known = processes.get(definition.group);
    const runtime = await known;
    if (runtime?.isRunning) return runtime;
    // Another request may have been faster.
    if (processes.get(definition.group) !== known) return processFor(definition);
    const started = startProcess(definition);
    processes.set(definition.group, started);
    started.catch(() => {
      if (processes.get(definition.group) === started) processes.delete(definition.group);
    });
    return started;
  }

  async function startProcess(definition: FunctionDefinition): Promise<RuntimeProcess> {
    await watch.include(definition.importMap);
    const folder = await temporary.path();
    const cache = join(options.cacheDirectory, "deno");
    await mkdir(cache, { recursive: true });
    const environment = await readEnvironment({ ...options, secrets: options.edgeRuntime.secrets });
    log.debug(`starting Deno for functions like ${definition.name}`);
    return new RuntimeProcess({
      program: await findDeno(),
      arguments: denoArguments({
        importMap: definition.importMap,
        nodeModules: definition.nodeModules,
        supabaseDirectory,
        home: options.home,
        cache,
        temporary: folder,
      }),
      environment: {
        ...environment,
        TMPDIR: folder,
        HOME: folder,
        DENO_DIR: cache,
        DENO_NO_UPDATE_CHECK: "1",
        NO_COLOR: "1",
      },
      cwd: dirname(supabaseDirectory),
      pidFile: join(options.runDirectory, `functions-${randomUUID()}.pid`),
      limits,
      log,
    });
  }

  async function serve(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    forwarding: Forwarding,
  ): Promise<CodedAnswer | undefined> {
    const name = forwarding.path.split("/")[1] ?? "";
    const definition = await find(name);
    if (definition === undefined) return notFound;
    if (definition.verifyJwt && incoming.method !== "OPTIONS") {
      const refusal = await judgeToken(incoming.headers.authorization, options.tokens);
      if (refusal) return refusal;
    }
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const runtime = await processFor(definition);
      runtime.active += 1;
      try {
        const worker = await bootIn(runtime, definition);
        if (worker === "gone") continue;
        if (worker === undefined) return bootFailed;
        const outcome = await use(worker, () =>
          forward(incoming, outgoing, forwarding, worker, agent, limits),
        );
        if (outcome === "done") return undefined;
        if (outcome !== "retry") return outcome;
      } finally {
        runtime.active -= 1;
      }
    }
    return restarting;
  }

  return {
    name: "functions",
    health: () => state,
    async start() {
      await temporary.remove();
      state = "healthy";
      idleTimer = setInterval(() => void endIdle(), limits.keptMs / 2);
    },
    async stop() {
      state = "stopped";
      clearInterval(idleTimer);
      watch.stop();
      for (const runtime of processes.values()) retire(runtime);
      processes.clear();
      await Promise.all(ending);
      agent.destroy();
      await temporary.remove();
    },
    handle(incoming, outgoing, forwarding) {
      const started = performance.now();
      // A client that goes away is no failure; `forward` hears of it by itself.
      incoming.on("error", () => undefined);
      serve(incoming, outgoing, forwarding)
        .catch((error: unknown) => {
          log.error({ err: error, requestId: forwarding.requestId }, "a function cannot be served");
          return crashed;
        })
        .then((answer) => {
          if (answer) respond(outgoing, answer, forwarding);
          const { method } = incoming;
          const ms = Math.round(performance.now() - started);
          log.debug(
            { requestId: forwarding.requestId, code: answer?.code },
            `${method} ${forwarding.path} ${outgoing.statusCode} ${ms} ms`,
          );
        });
    },
  };
}

/** Undefined for a function that cannot start; "gone" when not it but its process ended. */
async function bootIn(
  runtime: RuntimeProcess,
  definition: FunctionDefinition,
): Promise<FunctionWorker | "gone" | undefined> {
  try {
    return await runtime.worker(definition);
  } catch (error) {
    if (!(error instanceof BootError)) throw error;
    return runtime.isRunning ? undefined : "gone";
  }
}

async function use<Result>(worker: FunctionWorker, work: () => Promise<Result>): Promise<Result> {
  worker.requests += 1;
  try {
    return await work();
  } finally {
    worker.requests -= 1;
    worker.usedAt = Date.now();
  }
}

function respond(outgoing: ServerResponse, answer: CodedAnswer, forwarding: Forwarding): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { status, code, message, hint } = answer;
  const text = JSON.stringify({ code, message, details: null, hint });
  outgoing.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
    "sb-error-code": code,
    ...(status === 503 ? { "retry-after": "1" } : {}),
    ...forwarding.answerHeaders,
  });
  outgoing.end(text);
}
