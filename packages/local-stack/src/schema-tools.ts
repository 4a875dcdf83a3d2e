import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import type { StackConfig } from "./config.ts";
import { StackError } from "./errors.ts";
import { parseJson } from "./json.ts";
import type { DatabaseAddress, Logger } from "./service.ts";
import { withClient } from "./services/database/platform.ts";

export interface SchemaToolsOptions {
  supabaseDirectory: string;
  config: StackConfig;
  /** Holds `migrations.json`, what was applied here and with which content. */
  databaseDirectory: string;
  /** A folder of its own for the CLI's settings, so that a person's login and telemetry choice stay untouched. */
  cliHome: string;
  postgres: DatabaseAddress;
  /** Whether a new database gets the seed files. */
  seed: boolean;
  log: Logger;
}

interface Migration {
  version: string;
  name: string;
  hash: string;
}

const MIGRATION_NAME = /^(\d+)_.+\.sql$/;
const MEMORY_FILE = "migrations.json";
const memorySchema = z.record(z.string(), z.string());

export function databaseUrl(address: DatabaseAddress): string {
  const { user, password, host, port, database } = address;
  const secret = password === "" ? "" : `:${encodeURIComponent(password)}`;
  return `postgresql://${user}${secret}@${host}:${port}/${database}`;
}

/**
 * Applies what is pending with the official CLI (`supabase db push`), and nothing at all when nothing is: the
 * CLI takes half a second to find that out.
 */
export async function migrate(options: SchemaToolsOptions): Promise<void> {
  if (!options.config.db.migrations.enabled) return;
  const memoryPath = join(options.databaseDirectory, MEMORY_FILE);
  const memoryText = await readFile(memoryPath, "utf8").catch(() => undefined);
  const memory = memorySchema.safeParse(parseJson(memoryText ?? "")).data ?? {};
  const migrations = await readMigrations(options.supabaseDirectory);
  const applied = await readApplied(options.postgres);
  refuseRewritten(migrations, applied, memory);
  const pending = migrations.filter((migration) => !applied.has(migration.version));
  const seedIsPending = memoryText === undefined && options.seed && options.config.db.seed.enabled;
  if (pending.length > 0 || seedIsPending) {
    options.log.info(
      `applying ${pending.length} migrations${seedIsPending ? " and the seed" : ""}`,
    );
    await push(options, seedIsPending);
  }
  const hashes = Object.fromEntries(migrations.map(({ version, hash }) => [version, hash]));
  await writeFile(memoryPath, JSON.stringify(hashes));
}

/** Changes whenever a migration, a seed file or the configuration does. */
export async function hashSchema(supabaseDirectory: string, config: StackConfig): Promise<string> {
  const hash = createHash("sha256");
  for (const { name, hash: content } of await readMigrations(supabaseDirectory)) {
    hash.update(name).update(content);
  }
  for (const path of config.db.seed.enabled ? config.db.seed.sql_paths : []) {
    hash.update(await readFile(join(supabaseDirectory, path)).catch(() => path));
  }
  return hash.update(JSON.stringify(config.db)).digest("hex").slice(0, 16);
}

async function readMigrations(supabaseDirectory: string): Promise<Migration[]> {
  const folder = join(supabaseDirectory, "migrations");
  const names = await readdir(folder).catch(() => []);
  const migrations = names.sort().flatMap((name) => {
    const version = MIGRATION_NAME.exec(name)?.[1];
    return version === undefined ? [] : [{ version, name }];
  });
  return Promise.all(
    migrations.map(async (migration) => {
      const text = await readFile(join(folder, migration.name));
      return { ...migration, hash: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

async function readApplied(postgres: DatabaseAddress): Promise<Set<string>> {
  return withClient(postgres, async (client) => {
    const { rows } = await client.query<{ exists: boolean }>(
      "select to_regclass('supabase_migrations.schema_migrations') is not null as exists",
    );
    if (!rows[0]?.exists) return new Set();
    const history = await client.query<{ version: string }>(
      "select version from supabase_migrations.schema_migrations",
    );
    return new Set(history.rows.map((row) => row.version));
  });
}

/** A migration that changed after it ran here would be skipped in silence; say so instead. */
function refuseRewritten(
  migrations: readonly Migration[],
  applied: ReadonlySet<string>,
  memory: Readonly<Record<string, string>>,
): void {
  const local = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const version of applied) {
    const migration = local.get(version);
    const remembered = memory[version];
    if (migration && (remembered === undefined || remembered === migration.hash)) continue;
    const what = migration ? `${migration.name} was changed` : `Migration ${version} was removed`;
    throw new StackError(
      "migration_failed",
      `${what} after it had been applied here. Undo that, or start from an empty database with the reset command (the data in it is lost).`,
    );
  }
}

async function push(options: SchemaToolsOptions, includeSeed: boolean): Promise<void> {
  await mkdir(options.cliHome, { recursive: true, mode: 0o700 });
  const args = [
    "db",
    "push",
    `--remote=${databaseUrl({ ...options.postgres, password: "" })}`,
    "--yes",
    "--workdir",
    await findWorkdir(options),
    ...(includeSeed ? ["--include-seed"] : []),
  ];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = execFile(
    findCli(),
    args,
    {
      env: {
        HOME: options.cliHome,
        // Everybody on the machine may read a command line.
        PGPASSWORD: options.postgres.password,
        NO_COLOR: "1",
        PGSSLMODE: "disable",
        SUPABASE_TELEMETRY_DISABLED: "1",
        DO_NOT_TRACK: "1",
      },
      maxBuffer: 16 * 1024 * 1024,
    },
    (error, stdout, stderr) => {
      options.log.debug({ process: "supabase" }, `${stdout}${stderr}`.trim());
      if (error === null) resolve();
      else reject(explainPush(`${stdout}\n${stderr}`, options.postgres.password));
    },
  );
  child.stdin?.end();
  await promise;
}

/** The CLI wants the parent of a folder named `supabase`; for a folder of another name there is one with a link. */
async function findWorkdir(options: SchemaToolsOptions): Promise<string> {
  if (basename(options.supabaseDirectory) === "supabase") return dirname(options.supabaseDirectory);
  const workdir = join(options.cliHome, "project");
  const link = join(workdir, "supabase");
  await mkdir(workdir, { recursive: true });
  await rm(link, { force: true });
  await symlink(options.supabaseDirectory, link);
  return workdir;
}

/** The CLI prints everything it did; the person needs the statement that failed and why. */
function explainPush(output: string, password: string): StackError {
  const text = output.replaceAll(password, "…").replaceAll(encodeURIComponent(password), "…");
  const lines = text.split("\n").map((line) => line.trimEnd());
  const first = lines.findIndex((line) => /error/i.test(line));
  const current = lines.findLast((line) => /^(Applying|Seeding)/.test(line)) ?? "";
  const reason = lines.slice(Math.max(first, 0)).filter(Boolean).join("\n  ");
  return new StackError("migration_failed", `${current}\n  ${reason}`.trim(), { cause: text });
}

/** The CLI's own program, so that no second Node is started for its launcher. */
function findCli(): string {
  const require = createRequire(import.meta.url);
  const name = `@supabase/cli-${process.platform}-${process.arch}`;
  try {
    const launcher = require.resolve("supabase/package.json");
    const face = createRequire(launcher).resolve(`${name}/package.json`);
    return join(dirname(face), "bin/supabase");
  } catch (cause) {
    throw new StackError(
      "binary_missing",
      `The Supabase CLI for ${process.platform}-${process.arch} is not installed (npm package ${name}). Run: npm ci --include=optional`,
      { cause },
    );
  }
}
