import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { JWK } from "jose";
import { z } from "zod";
import { StackError } from "./errors.ts";
import { exists } from "./exists.ts";
import { parseJson } from "./json.ts";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";
import {
  type DatabasePasswords,
  generatePasswords,
  LOGIN_ROLES,
} from "./services/database/database.ts";
import { generateSigningKey, type TokenSecrets } from "./tokens.ts";

/** What an installation keeps to itself. Made once, random, in `secrets.json` with mode 600. */
export interface Secrets extends TokenSecrets {
  publishableKey: string;
  secretKey: string;
  database: DatabasePasswords;
}

/** The folder in which one stack lives. */
export interface Home {
  path: string;
  /** The cluster and what belongs to it. */
  database: string;
  /** What the database's objects consist of. */
  storage: string;
  /** Files of the running processes; empty when the stack is down. */
  run: string;
  status: string;
  /** How each service is, kept up to date while the stack runs. */
  reports: string;
  secrets: Secrets;
  /** Ends this process's claim on the folder. */
  release(): Promise<void>;
}

const SECRETS_FILE = "secrets.json";

/** In the folder of the running processes. */
export const REPORTS_FILE = "services.json";

/** Where unpacked programs and migrated clusters are kept between runs, shared by all stacks of this user. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.LOCAL_STACK_CACHE) return resolve(environment.LOCAL_STACK_CACHE);
  if (process.getuid?.() === 0) return "/var/cache/local-stack";
  const base = environment.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(base, "local-stack");
}

/** Claims a folder for this process and reads (or makes) its secrets. */
export async function openHome(path: string): Promise<Home> {
  const run = join(path, "run");
  await guarded(path, async () => {
    // A folder that was there before keeps its rights; what we put into it is for its owner alone.
    await mkdir(run, { recursive: true, mode: 0o700 });
  });
  const lock = join(path, "stack.lock");
  await claim(lock, path);
  try {
    return {
      path,
      run,
      database: join(path, "database"),
      storage: join(path, "storage"),
      status: join(path, "status.json"),
      reports: join(run, REPORTS_FILE),
      secrets: await guarded(path, () => readOrMakeSecrets(join(path, SECRETS_FILE))),
      release: async () => {
        await rm(join(path, "status.json"), { force: true });
        await rm(lock, { force: true });
      },
    };
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

/** Whether a stack has ever lived in the folder. */
export async function isHome(path: string): Promise<boolean> {
  return (await readFile(join(path, SECRETS_FILE), "utf8").catch(() => undefined)) !== undefined;
}

/** Whether a living stack holds the folder. */
export async function isHomeInUse(path: string): Promise<boolean> {
  const text = await readFile(join(path, "stack.lock"), "utf8").catch(() => "");
  const holder = lockSchema.safeParse(parseJson(text));
  return holder.success && isAlive(holder.data);
}

const lockSchema = z.object({ pid: z.int(), startedAt: z.string() });

async function claim(lock: string, path: string): Promise<void> {
  const own = JSON.stringify(identify(process.pid) satisfies ProcessIdentity);
  for (;;) {
    try {
      await guarded(path, () => writeFile(lock, own, { flag: "wx", mode: 0o600 }));
      return;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
    const text = await readFile(lock, "utf8").catch(() => "");
    const holder = lockSchema.safeParse(parseJson(text));
    if (holder.success && isAlive(holder.data)) {
      throw new StackError(
        "already_running",
        `A stack already runs on ${path} (process ${holder.data.pid}). Stop it, or choose another folder with --home DIR.`,
      );
    }
    await discardStaleLock(lock, text);
  }
}

/**
 * The holder of a stale lock was killed. Renaming lets only one of two starters take it away; whoever then
 * finds that it took the other's fresh lock puts that back.
 */
async function discardStaleLock(lock: string, seen: string): Promise<void> {
  const taken = `${lock}.${process.pid}`;
  await rename(lock, taken).catch(() => {});
  const text = await readFile(taken, "utf8").catch(() => undefined);
  if (text !== undefined && text !== seen) await link(taken, lock).catch(() => {});
  await rm(taken, { force: true });
}

const jwkSchema = z.custom<JWK>(
  (value) => z.object({ kty: z.string(), d: z.string() }).safeParse(value).success,
);
const secretsSchema: z.ZodType<Secrets> = z.object({
  jwtSecret: z.string().min(32),
  signingKey: jwkSchema,
  publishableKey: z.string(),
  secretKey: z.string(),
  database: z.record(z.enum(LOGIN_ROLES), z.string()),
});

async function readOrMakeSecrets(path: string): Promise<Secrets> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined) {
    const result = secretsSchema.safeParse(parseJson(text));
    if (result.success) return result.data;
    throw new StackError(
      "config_invalid",
      `${path} is damaged. Restore it from a backup; without it the database in the same folder cannot be opened.`,
      { cause: result.error },
    );
  }
  if (await exists(join(dirname(path), "database/data"))) {
    throw new StackError(
      "config_invalid",
      `${path} is missing. Restore it from a backup; without it the database in the same folder cannot be opened.`,
    );
  }
  const secrets = await generateSecrets();
  // Written beside and renamed: a crash leaves either no secrets or whole ones.
  await writeFile(`${path}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return secrets;
}

async function generateSecrets(): Promise<Secrets> {
  const key = () => randomBytes(24).toString("base64url");
  return {
    jwtSecret: randomBytes(48).toString("base64url"),
    signingKey: await generateSigningKey(),
    publishableKey: `sb_publishable_${key()}`,
    secretKey: `sb_secret_${key()}`,
    database: generatePasswords(),
  };
}

/** Turns the file system's refusals into one line with a remedy. */
async function guarded<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (hasCode(cause, "ENOSPC") || hasCode(cause, "EDQUOT")) {
      throw new StackError("disk_full", `The disk that holds ${path} is full: free some space.`, {
        cause,
      });
    }
    if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "ENOENT"].some((code) => hasCode(cause, code))) {
      throw new StackError(
        "home_unwritable",
        `Cannot write to ${path}: make the folder writable, or choose another one with --home DIR.`,
        { cause },
      );
    }
    throw cause;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
