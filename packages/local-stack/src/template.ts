import { randomUUID } from "node:crypto";
import { chmodSync, constants, cpSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackConfig } from "./config.ts";
import { exists } from "./exists.ts";
import { parseJson } from "./json.ts";
import { leashFolder, unleashFolder } from "./leash.ts";
import { claimFreePorts } from "./ports.ts";
import { hashSchema, migrate } from "./schema-tools.ts";
import type { Logger } from "./service.ts";
import type { Binaries } from "./services/database/binaries.ts";
import { createDatabase, generatePasswords } from "./services/database/database.ts";
import { readPlatformSql } from "./services/database/platform.ts";

/** A migrated cluster in the cache, which a throwaway stack copies instead of migrating again. */
export interface Template {
  /** The cluster's folder, as `DatabaseOptions.directory`. */
  database: string;
  /** The superuser's password in it; a copy gets passwords of its own. */
  password: string;
}

export interface TemplateOptions {
  cache: string;
  supabaseDirectory: string;
  config: StackConfig;
  binaries: Binaries;
  /** Whether the seed files are in it. */
  seed: boolean;
  log: Logger;
}

const KEPT = 12;
/** Of a template used since then somebody may be making a copy. */
const IN_USE_MS = 10 * 60 * 1000;
const PASSWORD_FILE = "password.json";

/** Finds the template for exactly these migrations, or makes it. Of several makers at once the first wins. */
export async function provideTemplate(options: TemplateOptions): Promise<Template> {
  const key = await keyFor(options);
  const templates = join(options.cache, "templates");
  const folder = join(templates, key);
  const found = await readTemplate(folder);
  if (found) return found;

  options.log.info("preparing a migrated database to copy from");
  const staging = join(templates, `${key}.${randomUUID()}`);
  await mkdir(staging, { recursive: true, mode: 0o700 });
  leashFolder(staging);
  try {
    const password = await build(options, staging);
    await writeFile(join(staging, PASSWORD_FILE), JSON.stringify(password), { mode: 0o600 });
    await rename(staging, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
    unleashFolder(staging);
  }
  await discardOldest(templates);
  return (await readTemplate(folder)) ?? provideTemplate(options);
}

/** In one go: for a thousand small files that takes a seventh of what it takes file by file. */
export function copyTemplate(template: Template, target: string): void {
  cpSync(template.database, target, { recursive: true, mode: constants.COPYFILE_FICLONE });
  // Folders are copied without their rights, and PostgreSQL serves none that others may enter.
  chmodSync(join(target, "data"), 0o700);
}

async function keyFor(options: TemplateOptions): Promise<string> {
  const { binaries, seed } = options;
  const platform = await readPlatformSql();
  const schema = await hashSchema(options.supabaseDirectory, options.config);
  return `${binaries.version}-${platform.hash.slice(0, 12)}-${schema}${seed ? "-seed" : ""}`;
}

async function readTemplate(folder: string): Promise<Template | undefined> {
  const text = await readFile(join(folder, PASSWORD_FILE), "utf8").catch(() => "");
  const password = parseJson(text);
  if (typeof password !== "string") return undefined;
  // Marked as used now, so that the oldest ones can be told.
  await utimes(folder, new Date(), new Date()).catch(() => {});
  return { database: join(folder, "database"), password };
}

/** Migrates a fresh cluster in `folder` and tells its superuser's password. */
async function build(options: TemplateOptions, folder: string): Promise<string> {
  const directory = join(folder, "database");
  const passwords = generatePasswords();
  const { ports, release } = await claimFreePorts();
  const database = createDatabase({
    binaries: options.binaries,
    directory,
    pidFile: join(folder, "database.pid"),
    port: ports.database,
    passwords,
    durable: false,
    log: options.log,
  });
  try {
    await database.start();
    await migrate({
      supabaseDirectory: options.supabaseDirectory,
      config: options.config,
      databaseDirectory: directory,
      cliHome: join(folder, "cli"),
      postgres: database.address("postgres"),
      seed: options.seed,
      log: options.log,
    });
  } finally {
    await database.stop();
    await release();
  }
  return passwords.supabase_admin;
}

async function discardOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  const entries = await Promise.all(
    names.map(async (name) => ({ name, used: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = entries.sort((a, b) => b.used - a.used).slice(KEPT);
  const unused = oldest.filter(({ used }) => used < Date.now() - IN_USE_MS);
  for (const { name } of unused) await rm(join(folder, name), { recursive: true, force: true });
}
