import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStack, type Stack } from "../../src/create-stack.ts";
import { claimFreePorts } from "../../src/ports.ts";
import type { StackStatus } from "../../src/status.ts";
import { createFolder } from "../support/project.ts";
import { createProject, eventually, open } from "./support.ts";

/** As hosted's documentation has it: extensions by name, the address and key from Vault, at run time. */
const MIGRATION = `
create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_net with schema extensions;

create table public.notes (
  id bigint generated always as identity primary key,
  owner uuid default auth.uid(),
  body text not null
);
alter table public.notes enable row level security;
create policy own on public.notes to authenticated
  using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
grant select, insert on public.notes to authenticated;
grant all on public.notes to service_role;

select cron.schedule('call the worker', '1 second', $$
  select net.http_post(
    url := (select decrypted_secret from vault.decrypted_secrets where name = 'project_url')
      || '/functions/v1/worker',
    headers := jsonb_build_object(
      'Content-Type', 'application/json',
      'Authorization', 'Bearer ' || (
        select decrypted_secret from vault.decrypted_secrets where name = 'secret_key'
      )
    ),
    body := '{"from": "cron"}'
  )
$$);
`;

const AS_CALLER = `
import { createClient } from "@supabase/supabase-js";
Deno.serve(async (request) => {
  const client = createClient(
    Deno.env.get("SUPABASE_URL"),
    JSON.parse(Deno.env.get("SUPABASE_PUBLISHABLE_KEYS")).default,
    { global: { headers: { Authorization: request.headers.get("Authorization") } } },
  );
  const { body } = await request.json();
  const { error } = await client.from("notes").insert({ body });
  if (error) return Response.json(error, { status: 400 });
  const { data } = await client.from("notes").select("body");
  return Response.json(data);
});`;

const WORKER = `
import { createClient } from "@supabase/supabase-js";
const secret = JSON.parse(Deno.env.get("SUPABASE_SECRET_KEYS")).default;
const client = createClient(Deno.env.get("SUPABASE_URL"), secret);
Deno.serve(async (request) => {
  if (request.headers.get("Authorization") !== "Bearer " + secret) {
    return new Response(null, { status: 401 });
  }
  const { from } = await request.json();
  const { error } = await client.from("notes").insert({ body: "by " + from, owner: null });
  return Response.json({ error });
});`;

const resources = new AsyncDisposableStack();
let stack: Stack;
let status: StackStatus;
let operator: pg.Client;
let project: string;

beforeAll(async () => {
  const directory = await createProject(resources, {
    "config.toml": open("worker"),
    "migrations/20260101000000_notes.sql": MIGRATION,
    "functions/deno.json": JSON.stringify({
      nodeModulesDir: "manual",
      imports: { "@supabase/supabase-js": "npm:@supabase/supabase-js@^2" },
    }),
    "functions/as-caller/index.ts": AS_CALLER,
    "functions/worker/index.ts": WORKER,
  });
  project = dirname(directory);
  const home = resources.use(await createFolder());
  const { ports, release } = await claimFreePorts();
  resources.defer(release);
  stack = createStack({
    supabaseDirectory: directory,
    home: home.path,
    portBase: ports.web,
    log: pino({ level: process.env.LOG_LEVEL ?? "silent" }),
  });
  resources.defer(() => stack.stop());
  status = await stack.start();
  operator = new pg.Client(status.DB_URL);
  await operator.connect();
  resources.defer(() => operator.end());
}, 60_000);
afterAll(() => resources.disposeAsync());

const rows = async (text: string) => (await operator.query(text)).rows;

describe("on a whole stack", () => {
  it("a job calls a function through Vault's address and key, as the migration says", async () => {
    await eventually(async () => {
      const answers = await rows("select status_code, content from net._http_response");
      expect(answers).toContainEqual({ status_code: 200, content: '{"error":null}' });
      expect(await rows("select from notes where body = 'by cron'")).not.toEqual([]);
    });
    expect(await rows("select cron.unschedule('call the worker')")).toEqual([{ unschedule: true }]);
  });

  it("a function acts as its caller", async () => {
    const newcomer = async (email: string) => {
      const client = createClient(status.API_URL, status.PUBLISHABLE_KEY, {
        auth: { persistSession: false, autoRefreshToken: false },
      });
      const { error } = await client.auth.signUp({ email, password: "correct horse 42" });
      expect(error).toBeNull();
      return client;
    };
    const ann = await newcomer("ann@example.com");
    const bob = await newcomer("bob@example.com");
    await ann.functions.invoke("as-caller", { body: { body: "Ann's" } });
    const { data, error } = await bob.functions.invoke("as-caller", { body: { body: "Bob's" } });
    expect([error, data]).toEqual([null, [{ body: "Bob's" }]]);
    const stranger = createClient(status.API_URL, status.PUBLISHABLE_KEY);
    const refused = await stranger.functions.invoke("as-caller", { body: { body: "x" } });
    expect(refused.response?.status).toBe(401);
  });

  it("the official CLI's advisors find nothing", async () => {
    const advise = async () => {
      const { stdout, stderr } = await cli("db", "advisors", "--level", "warn");
      return stdout + stderr;
    };
    expect(await advise()).toMatch(/no issues/i);
    // What they would say if there were something.
    await operator.query("create view public.leak as select * from auth.users");
    await operator.query("grant select on public.leak to anon");
    expect(await advise()).toMatch(/security.definer/i);
    await operator.query("drop view public.leak");
  });

  it("the official CLI resets the database with its extensions and jobs", async () => {
    await cli("db", "reset", "--yes");
    expect(await rows("select jobname, active from cron.job")).toEqual([
      { jobname: "call the worker", active: true },
    ]);
    await eventually(async () => {
      expect(await rows("select from notes where body = 'by cron'")).not.toEqual([]);
    });
  });

  it("Vault is told the address of this start", async () => {
    const names = "name in ('project_url', 'publishable_key', 'secret_key')";
    const secrets = await rows(
      `select name, decrypted_secret from vault.decrypted_secrets where ${names} order by name`,
    );
    expect(secrets).toEqual([
      { name: "project_url", decrypted_secret: status.API_URL },
      { name: "publishable_key", decrypted_secret: status.PUBLISHABLE_KEY },
      { name: "secret_key", decrypted_secret: status.SECRET_KEY },
    ]);
  });
});

async function cli(...args: string[]) {
  const launcher = createRequire(import.meta.url).resolve("supabase/package.json");
  const name = `@supabase/cli-${process.platform}-${process.arch}/package.json`;
  const program = join(dirname(createRequire(launcher).resolve(name)), "bin/supabase");
  const folder = resources.use(await createFolder());
  return promisify(execFile)(
    program,
    [...args, `--remote=${status.DB_URL}`, "--workdir", project],
    {
      env: {
        HOME: folder.path,
        PGSSLMODE: "disable",
        SUPABASE_TELEMETRY_DISABLED: "1",
        NO_COLOR: "1",
      },
    },
  );
}
