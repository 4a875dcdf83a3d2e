import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import pino from "pino";
import { readConfig } from "../../src/config.ts";
import { createGateway, type Gateway } from "../../src/gateway/gateway.ts";
import type { HttpService } from "../../src/service.ts";
import { createStorage } from "../../src/services/storage/storage.ts";
import {
  createRoleTokens,
  createTokens,
  generateSigningKey,
  type Tokens,
} from "../../src/tokens.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

export interface Person {
  id: string;
  token: string;
  client: SupabaseClient;
}

export interface World extends AsyncDisposable {
  /** The gateway's origin. */
  url: string;
  tokens: Tokens;
  publishableKey: string;
  /** `postgres`, whom migrations run as. */
  sql: pg.Client;
  storage: HttpService;
  gateway: Gateway;
  /** Where the server keeps bytes. */
  directory: string;
  database: TestDatabase;
  /** Nobody signed in. */
  anon: SupabaseClient;
  /** With the secret key. */
  service: SupabaseClient;
  person(claims?: Record<string, unknown>): Promise<Person>;
  /** A plain request below `/storage/v1`, with the publishable key unless told otherwise. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Every file with an object's bytes. */
  files(): Promise<string[]>;
  /** The same Storage again, as after a restart. */
  restart(): Promise<void>;
}

/** Storage on a database of its own, behind the gateway, as clients meet it. */
export async function startWorld(toml = "", migration = ""): Promise<World> {
  const database = await startTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), "local-stack-storage-"));
  const log = pino({ level: "silent" });
  const tokens = await createTokens({
    jwtSecret: "s".repeat(40),
    signingKey: await generateSigningKey(),
  });
  const roleTokens = await createRoleTokens(tokens);
  await writeFile(join(directory, "config.toml"), toml);
  const { storage: config } = await readConfig(directory);
  const keys = {
    publishable: "sb_publishable_test",
    secret: "sb_secret_test",
    anonJwt: roleTokens.anon,
    serviceRoleJwt: roleTokens.serviceRole,
  };
  const sql = new pg.Client(database.address("postgres"));
  // A test may take the database away.
  sql.on("error", () => {});
  await sql.connect();
  await sql.query(migration);
  const storage = createStorage({
    config,
    database: database.address("supabase_storage_admin"),
    tokens,
    directory: join(directory, "storage"),
    supabaseDirectory: directory,
    durable: true,
    log,
  });
  const gateway = createGateway({ port: 0, keys, restUrl: "http://127.0.0.1:9", storage, log });
  await storage.start();
  await gateway.start();

  const client = (key: string, token?: string) =>
    createClient(gateway.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      ...(token === undefined ? {} : { accessToken: async () => token }),
    });

  return {
    url: gateway.url,
    tokens,
    publishableKey: keys.publishable,
    sql,
    storage,
    gateway,
    directory: join(directory, "storage"),
    database,
    anon: client(keys.publishable),
    service: client(keys.secret),
    async person(claims = {}) {
      const id = crypto.randomUUID();
      const token = await tokens.sign({
        sub: id,
        role: "authenticated",
        aud: "authenticated",
        exp: Math.floor(Date.now() / 1000) + 3600,
        ...claims,
      });
      return { id, token, client: client(keys.publishable, token) };
    },
    request: (path, init = {}) =>
      fetch(`${gateway.url}/storage/v1${path}`, {
        ...init,
        headers: { apikey: keys.publishable, ...init.headers },
      }),
    async files() {
      const found = await readdir(join(directory, "storage", "objects"), {
        recursive: true,
        withFileTypes: true,
      }).catch(() => []);
      return found
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    },
    async restart() {
      await storage.stop();
      await storage.start();
    },
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await storage.stop();
      await sql.end();
      await database[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Files of people are theirs: the first folder is the owner's id. */
export const OWN_FOLDERS = `
  insert into storage.buckets (id, name, public) values
    ('private', 'private', false), ('open', 'open', true);
  create policy own_select on storage.objects for select to authenticated
    using ((storage.foldername(name))[1] = (select auth.uid())::text);
  create policy own_insert on storage.objects for insert to authenticated
    with check ((storage.foldername(name))[1] = (select auth.uid())::text);
  create policy own_update on storage.objects for update to authenticated
    using ((storage.foldername(name))[1] = (select auth.uid())::text)
    with check ((storage.foldername(name))[1] = (select auth.uid())::text);
  create policy own_delete on storage.objects for delete to authenticated
    using ((storage.foldername(name))[1] = (select auth.uid())::text);
`;

/** What a call gave, or its refusal as an exception of the test. */
export function take<Data>(result: { data: Data; error: unknown }): NonNullable<Data> {
  if (result.error) throw result.error;
  if (result.data === null || result.data === undefined) throw new Error("no data");
  return result.data;
}

/** Pseudorandom bytes: never the same twice, and not compressible. */
export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let start = 0; start < size; start += 65_536) {
    crypto.getRandomValues(bytes.subarray(start, Math.min(start + 65_536, size)));
  }
  return bytes;
}

export async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
