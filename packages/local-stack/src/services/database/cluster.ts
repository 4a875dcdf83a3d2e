import { spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import {
  chown,
  lchown,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { StackError } from "../../errors.ts";
import { endProcess, identify } from "../../process-identity.ts";
import type { Binaries } from "./binaries.ts";
import type { ServerUser } from "./server-user.ts";

/** Paths of ours as the server process is to name them. */
export interface LentPaths {
  names: string[];
  /** For `stdio` of the child, behind the standard three. */
  inheritedFiles: number[];
  close(): void;
}

/**
 * An unprivileged server may be unable to walk to its own data (a checkout below /root, say). Root opens each
 * path and hands it down as descriptor 3, 4, …: `/proc/self/fd/3` leads straight to the file without passing
 * the folders above it. Where nobody changes user, the paths themselves serve.
 */
export function lendPaths(paths: readonly string[], user: ServerUser | undefined): LentPaths {
  if (user === undefined || process.platform !== "linux") {
    return { names: [...paths], inheritedFiles: [], close: () => {} };
  }
  const descriptors = paths.map((path) => openSync(path, constants.O_RDONLY));
  return {
    names: descriptors.map((_, index) => `/proc/self/fd/${index + 3}`),
    inheritedFiles: descriptors,
    close: () => {
      for (const descriptor of descriptors) closeSync(descriptor);
    },
  };
}

export interface InitializeOptions {
  binaries: Binaries;
  dataDirectory: string;
  user: ServerUser | undefined;
  superuser: string;
  password: string;
  durable: boolean;
}

/** Makes a cluster as hosted has it: ICU en-US, UTF-8, SCRAM. Whole or not at all. */
export async function initializeCluster(options: InitializeOptions): Promise<void> {
  const { dataDirectory, user } = options;
  const staging = `${dataDirectory}.new`;
  const passwordFile = `${dataDirectory}.password`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user) {
    for (const path of [staging, passwordFile]) await chown(path, user.uid, user.gid);
  }
  const lent = lendPaths([staging, passwordFile], user);
  try {
    await runInitdb(options, lent);
  } finally {
    lent.close();
    await rm(passwordFile, { force: true });
  }
  await rename(staging, dataDirectory);
}

async function runInitdb(options: InitializeOptions, lent: LentPaths): Promise<void> {
  const [dataDirectory = "", passwordFile = ""] = lent.names;
  const args = [
    "-D",
    dataDirectory,
    "--username",
    options.superuser,
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=icu",
    "--icu-locale=en-US",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--no-instructions",
    ...(options.durable ? [] : ["--no-sync"]),
  ];
  const child = spawn(options.binaries.initdb, args, {
    cwd: "/",
    env: { LANG: "C.UTF-8", TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe", ...lent.inheritedFiles],
    ...(options.user ?? {}),
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on("error", reject);
  child.on("close", resolve);
  const code = await promise;
  if (code !== 0) throw explainInitdb(output);
}

function explainInitdb(output: string): StackError {
  if (/No space left on device/i.test(output)) {
    return new StackError("disk_full", "The disk is full: free about 200 MB and start again.", {
      cause: output,
    });
  }
  const line = output.split("\n").find((text) => /error|fatal|could not/i.test(text));
  return new StackError("database_failed", `initdb failed: ${line ?? output.trim()}`, {
    cause: output,
  });
}

/**
 * A server that was killed leaves its postmaster.pid. PostgreSQL itself judges by the process number alone,
 * which may meanwhile belong to somebody else; so the file goes once no server runs on this folder.
 */
export async function clearStaleLock(dataDirectory: string): Promise<void> {
  const path = join(dataDirectory, "postmaster.pid");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split("\n")[0]);
  if (Number.isInteger(pid) && pid > 1 && (await servesFolder(pid, dataDirectory))) {
    await endProcess(identify(pid), "SIGINT");
  }
  await rm(path, { force: true });
}

/** A PostgreSQL server stands in its data directory all its life. */
async function servesFolder(pid: number, dataDirectory: string): Promise<boolean> {
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder !== undefined && folder === (await realpath(dataDirectory));
}

/** Hands a copied data directory to the user that will serve it. */
export async function giveTo(folder: string, user: ServerUser | undefined): Promise<void> {
  if (!user) return;
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}
