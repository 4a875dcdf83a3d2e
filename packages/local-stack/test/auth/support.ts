import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import pino from "pino";
import { expect } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Health, HttpService } from "../../src/service.ts";
import { createAuth } from "../../src/services/auth/auth.ts";
import { THROWAWAY_PASSWORD_COST } from "../../src/services/auth/passwords.ts";
import {
  createTokens,
  generateSigningKey,
  type SigningAlgorithm,
  type Tokens,
} from "../../src/tokens.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

export const PASSWORD = "correct horse 42";

/** Limits are for the tests of limits; everywhere else many requests come from one address. */
const LIFTED_LIMITS = `
[auth.rate_limit]
sign_in_sign_ups = 100000
token_refresh = 100000
token_verifications = 100000
`;

/** A `supabase` folder for as long as an Auth needs it. */
async function makeProject({ toml = "", files = {} }: TestAuthOptions) {
  const directory = await mkdtemp(join(tmpdir(), "local-stack-auth-"));
  const limits = toml.includes("[auth.rate_limit]") ? "" : LIFTED_LIMITS;
  const texts = { ...files, "config.toml": `${toml}\n${limits}` };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(directory, name), text);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

export interface TestAuth extends AsyncDisposable {
  /** The origin below which clients find `/auth/v1`. */
  url: string;
  tokens: Tokens;
  client(headers?: Record<string, string>): SupabaseClient;
  /**
   * A plain request below `/auth/v1`, in the form of API version 2024-01-01 unless told otherwise.
   */
  request(path: string, init?: RequestInit): Promise<Response>;
  service: HttpService;
  health(): Health;
  stop(): Promise<void>;
}

export interface TestAuthOptions {
  /** Text of a config.toml. */
  toml?: string;
  algorithm?: SigningAlgorithm;
  /** Where its mails go. */
  mail?: { url: string };
  /** Of bcrypt; without one the least there is. */
  passwordCost?: number;
  /** Further files of the `supabase` folder. */
  files?: Record<string, string>;
}

/** Auth on a database, mounted at `/auth/v1` as the gateway mounts it. */
export async function startAuth(
  database: Pick<TestDatabase, "address">,
  options: TestAuthOptions = {},
): Promise<TestAuth> {
  const secrets = { jwtSecret: "a".repeat(40), signingKey: await generateSigningKey() };
  const tokens = await createTokens(secrets, options.algorithm);
  let url = "";
  let auth: ReturnType<typeof createAuth> | undefined;
  const server = serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const inner = new URL(request.url);
      inner.pathname = inner.pathname.replace(/^\/auth\/v1/, "");
      return auth?.fetch(new Request(inner, request)) ?? new Response(null, { status: 503 });
    },
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  url = `http://127.0.0.1:${address.port}`;
  const project = await makeProject(options);
  const closeServer = () => new Promise((resolve) => server.close(resolve));
  const { auth: config } = await readConfig(project.directory).catch(async (error: unknown) => {
    await Promise.all([closeServer(), project.remove()]);
    throw error;
  });
  auth = createAuth({
    config,
    database: database.address("supabase_auth_admin"),
    tokens,
    apiUrl: url,
    mail: options.mail && {
      url: options.mail.url,
      apiKey: "re_test",
      from: "Auth <auth@example.com>",
    },
    supabaseDirectory: project.directory,
    passwordCost: options.passwordCost ?? THROWAWAY_PASSWORD_COST,
    log: pino({ level: "silent" }),
  });

  const service = auth;
  const stop = async () => {
    await closeServer();
    await service.stop();
    await project.remove();
  };
  try {
    await service.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    tokens,
    client: (headers = {}) =>
      createClient(url, "sb_publishable_test", {
        auth: { persistSession: false, autoRefreshToken: false },
        global: { headers },
      }),
    request: (path, init = {}) =>
      fetch(`${url}/auth/v1${path}`, {
        ...init,
        headers: { "x-supabase-api-version": "2024-01-01", ...init.headers },
      }),
    service,
    health: () => service.health(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The database and an Auth on it with the default configuration: what most test files share. */
export async function startWorld(options?: TestAuthOptions) {
  const database = await startTestDatabase();
  const auth = await startAuth(database, options);
  const sql = await connect(database);
  return {
    database,
    auth,
    sql,
    async [Symbol.asyncDispose]() {
      await auth.stop();
      await sql.end();
      await database[Symbol.asyncDispose]();
    },
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

/** `postgres`, whom migrations and seeds run as. */
async function connect(database: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client(database.address("postgres"));
  await client.connect();
  return client;
}

let counter = 0;
export function newEmail(): string {
  counter += 1;
  return `person-${counter}@example.com`;
}

/** A signed-in newcomer. */
export async function signUp(auth: TestAuth, data: Record<string, unknown> = {}) {
  const email = newEmail();
  const client = auth.client();
  const { data: made, error } = await client.auth.signUp({
    email,
    password: PASSWORD,
    options: { data },
  });
  expect(error).toBeNull();
  if (!made.session || !made.user) throw new Error("sign-up gave no session");
  return { email, client, session: made.session, user: made.user };
}

/** The same person on another device. */
export async function signIn(auth: TestAuth, email: string, password = PASSWORD) {
  const client = auth.client();
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  expect(error).toBeNull();
  if (!data.session) throw new Error("sign-in gave no session");
  return { client, session: data.session, user: data.user };
}
