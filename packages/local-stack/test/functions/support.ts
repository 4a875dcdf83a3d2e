import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import pino from "pino";
import { expect, vi } from "vitest";
import { readConfig } from "../../src/config.ts";
import { createGateway } from "../../src/gateway/gateway.ts";
import { cacheDirectory } from "../../src/home.ts";
import {
  createFunctions,
  type FunctionLimits,
  type Functions,
} from "../../src/services/functions/functions.ts";
import {
  createRoleTokens,
  createTokens,
  generateSigningKey,
  type Tokens,
} from "../../src/tokens.ts";

const NODE_MODULES = join(import.meta.dirname, "../../../../node_modules");

/** A line of the stack's log. */
export interface LogLine {
  level: number;
  msg: string;
  function?: string;
  requestId?: string | null;
}

export interface FunctionsUnderTest extends AsyncDisposable {
  url: string;
  tokens: Tokens;
  keys: { publishable: string; secret: string; anonJwt: string; serviceRoleJwt: string };
  service: Functions;
  /** The `supabase` folder. */
  directory: string;
  /** The installation's folder, which holds secrets. */
  home: string;
  log: LogLine[];
  /** A request below `/functions/v1`. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** A stock client; its bearer is the given token, or the publishable key. */
  client(token?: string): ReturnType<typeof createClient>;
  write(path: string, text: string): Promise<void>;
  runtimeProcesses(): Promise<string[]>;
}

export interface FunctionsTestOptions {
  /** Files below `supabase/`: config.toml, functions/… */
  files: Record<string, string>;
  limits?: Partial<FunctionLimits>;
  cacheDirectory?: string;
}

/** A project with npm's packages at hand; answers its `supabase` folder. */
export async function createProject(
  resources: AsyncDisposableStack,
  files: Record<string, string>,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "local-stack-functions-"));
  resources.defer(() => rm(root, { recursive: true, force: true }));
  const directory = join(root, "project", "supabase");
  await mkdir(directory, { recursive: true });
  await symlink(NODE_MODULES, join(root, "project", "node_modules"));
  for (const [path, text] of Object.entries({ "config.toml": "", ...files })) {
    await writeBelow(directory, path, text);
  }
  return directory;
}

async function writeBelow(directory: string, path: string, text: string): Promise<void> {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Functions behind a gateway, in a project of their own. */
export async function startFunctions(options: FunctionsTestOptions): Promise<FunctionsUnderTest> {
  const stack = new AsyncDisposableStack();
  const directory = await createProject(stack, options.files);
  // Inside the project, as a checkout's own is: where functions may read otherwise.
  const home = join(directory, "..", ".local-stack");
  const run = join(home, "run");
  await mkdir(run, { recursive: true });
  await writeFile(join(home, "secrets.json"), "{}");
  const write = (path: string, text: string) => writeBelow(directory, path, text);

  const config = await readConfig(directory);
  const tokens = await createTokens({
    jwtSecret: randomBytes(32).toString("base64url"),
    signingKey: await generateSigningKey(),
  });
  const roleTokens = await createRoleTokens(tokens);
  const keys = {
    publishable: `sb_publishable_${randomBytes(12).toString("hex")}`,
    secret: `sb_secret_${randomBytes(12).toString("hex")}`,
    anonJwt: roleTokens.anon,
    serviceRoleJwt: roleTokens.serviceRole,
  };
  const log: LogLine[] = [];
  const logger = pino(
    { level: "debug" },
    {
      write: (line: string) => {
        log.push(JSON.parse(line));
        if (process.env.LOG_LEVEL) process.stderr.write(line);
      },
    },
  );
  const service = createFunctions({
    supabaseDirectory: directory,
    edgeRuntime: config.edge_runtime,
    config: config.functions,
    apiUrl: "http://127.0.0.1:54321",
    databaseUrl: "postgresql://postgres:password@127.0.0.1:54322/postgres",
    keys,
    tokens,
    home,
    runDirectory: run,
    cacheDirectory: options.cacheDirectory ?? cacheDirectory(),
    ...(options.limits ? { limits: options.limits } : {}),
    log: logger,
  });
  await service.start();
  stack.defer(() => service.stop());
  const gateway = createGateway({
    port: 0,
    keys,
    restUrl: "http://127.0.0.1:9",
    functions: service,
    log: pino({ level: "silent" }),
  });
  await gateway.start();
  stack.defer(() => gateway.stop());
  return {
    url: gateway.url,
    tokens,
    keys,
    service,
    directory,
    home,
    log,
    write,
    call: (path, init) => fetch(`${gateway.url}/functions/v1${path}`, init),
    client: (token) =>
      createClient(gateway.url, keys.publishable, {
        auth: { persistSession: false, autoRefreshToken: false },
        ...(token === undefined ? {} : { accessToken: async () => token }),
      }),
    runtimeProcesses: async () => (await readdir(run)).filter((name) => name.endsWith(".pid")),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** config.toml with `verify_jwt` off for the named functions. */
export function open(...names: string[]): string {
  return names.map((name) => `[functions.${name}]\nverify_jwt = false\n`).join("\n");
}

export function eventually(assertion: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(assertion, { timeout: 30_000, interval: 25 });
}

/** Asserts that an answer is the API's error form with this status and code. */
export async function expectCoded(answer: Response, status: number, code: string): Promise<void> {
  expect(answer.status).toBe(status);
  const body: unknown = await answer.json();
  expect(body).toMatchObject({ code, message: expect.any(String), details: null });
  expect(Object.keys(Object(body)).sort()).toEqual(["code", "details", "hint", "message"]);
  expect(answer.headers.get("sb-error-code")).toBe(code);
}
