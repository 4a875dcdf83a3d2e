import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "../../exists.ts";
import type { DatabaseAddress, Logger, ProgramReport, Service } from "../../service.ts";
import { type SupervisedProcess, superviseProcess } from "../../supervisor.ts";
import type { Binaries } from "./binaries.ts";
import { clearStaleLock, giveTo, initializeCluster, type LentPaths, lendPaths } from "./cluster.ts";
import { applyPlatformSql, readPlatformSql, setPasswords, withClient } from "./platform.ts";
import { findServerUser, type ServerUser } from "./server-user.ts";
import { provideVaultKey } from "./vault-key.ts";

/** Roles of the platform that log in; each has a password of its own. */
export const LOGIN_ROLES = [
  "supabase_admin",
  "postgres",
  "authenticator",
  "supabase_auth_admin",
  "supabase_storage_admin",
  "supabase_functions_admin",
  "supabase_replication_admin",
  "supabase_read_only_user",
] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];
export type DatabasePasswords = Record<LoginRole, string>;

export interface DatabaseOptions {
  binaries: Binaries;
  /** Holds `data/` (the cluster) and `platform.sha256`. */
  directory: string;
  pidFile: string;
  port: number;
  passwords: DatabasePasswords;
  /** The superuser's password in a cluster that was copied from elsewhere; given new ones at start. */
  copiedPassword?: string;
  /** False trades the safety of a power cut for speed: only for clusters that are thrown away. */
  durable: boolean;
  log: Logger;
  onRestart?: () => void;
}

export interface DatabaseService extends Service {
  address(role: LoginRole): DatabaseAddress;
  program(): ProgramReport;
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  wal_level: "logical",
  max_wal_senders: "10",
  max_replication_slots: "10",
  shared_preload_libraries: "pg_stat_statements",
  // The data lies on a solid disk or in memory; the default of 4 is for turning ones.
  random_page_cost: "1.1",
  // Compiling short queries costs more than it saves, and hosted projects run without it as well.
  jit: "off",
  // A replication slot that nobody reads must not fill the disk.
  max_slot_wal_keep_size: "1GB",
};

// `synchronous_commit` stays on: replication waits for the flush, which the WAL writer does every 200 ms only.
const THROWAWAY_SETTINGS: Readonly<Record<string, string>> = {
  fsync: "off",
  full_page_writes: "off",
  // Inside the cluster, so that a killed server leaves none of it behind elsewhere.
  dynamic_shared_memory_type: "mmap",
};

export function generatePasswords(): DatabasePasswords {
  const password = () => randomBytes(24).toString("base64url");
  return {
    supabase_admin: password(),
    postgres: password(),
    authenticator: password(),
    supabase_auth_admin: password(),
    supabase_storage_admin: password(),
    supabase_functions_admin: password(),
    supabase_replication_admin: password(),
    supabase_read_only_user: password(),
  };
}

/** PostgreSQL 17, set up as hosted Supabase sets it up, listening on loopback only. */
export function createDatabase(options: DatabaseOptions): DatabaseService {
  const dataDirectory = join(options.directory, "data");
  const platformMark = join(options.directory, "platform.sha256");
  let server: SupervisedProcess | undefined;
  let lent: LentPaths | undefined;

  const address = (role: LoginRole): DatabaseAddress => ({
    host: "127.0.0.1",
    port: options.port,
    database: "postgres",
    user: role,
    password: options.passwords[role],
  });

  function superviseServer(user: ServerUser | undefined): SupervisedProcess {
    const settings = { ...SETTINGS, ...(options.durable ? {} : THROWAWAY_SETTINGS) };
    lent = lendPaths([dataDirectory], user);
    return superviseProcess({
      name: "database",
      command: options.binaries.postgres,
      args: [
        "-D",
        lent.names[0] ?? dataDirectory,
        "-p",
        String(options.port),
        ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      env: { LANG: "C.UTF-8", TZ: "UTC" },
      ...(user ? { user } : {}),
      inheritedFiles: lent.inheritedFiles,
      pidFile: options.pidFile,
      // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, a checkpoint is written.
      stopSignal: "SIGINT",
      stopTimeoutMs: 20_000,
      isReady: () => answers({ ...address("supabase_admin"), password: bootPassword() }),
      readyTimeoutMs: 30_000,
      failureCode: "database_failed",
      log: options.log,
      ...(options.onRestart ? { onRestart: options.onRestart } : {}),
    });
  }

  let isCopy = options.copiedPassword !== undefined;
  const bootPassword = () =>
    (isCopy ? options.copiedPassword : undefined) ?? options.passwords.supabase_admin;

  async function bringUpToDate(): Promise<void> {
    const superuser = { ...address("supabase_admin"), password: bootPassword() };
    const platform = await readPlatformSql();
    const applied = await readFile(platformMark, "utf8").catch(() => "");
    const isCurrent = applied === platform.hash;
    if (!isCurrent) await applyPlatformSql(superuser, platform);
    if (!isCurrent || isCopy) await setPasswords(superuser, options.passwords);
    isCopy = false;
    if (!isCurrent) await writeFile(platformMark, platform.hash);
  }

  return {
    name: "database",
    address,
    async start() {
      const user = await findServerUser();
      await mkdir(options.directory, { recursive: true, mode: 0o700 });
      if (!(await exists(join(dataDirectory, "PG_VERSION")))) {
        await initializeCluster({
          binaries: options.binaries,
          dataDirectory,
          user,
          superuser: "supabase_admin",
          password: options.passwords.supabase_admin,
          durable: options.durable,
        });
      } else if (isCopy) {
        await giveTo(dataDirectory, user);
      }
      await clearStaleLock(dataDirectory);
      await provideVaultKey(dataDirectory, user);
      server = superviseServer(user);
      await server.start();
      await bringUpToDate();
    },
    async stop() {
      await server?.stop();
      lent?.close();
      lent = undefined;
    },
    health: () => server?.health() ?? "stopped",
    program: () => ({
      version: `PostgreSQL ${options.binaries.version.split("-")[0]}`,
      pid: server?.pid(),
      restarts: server?.restarts() ?? 0,
      lastRestartAt: server?.lastRestartAt(),
    }),
  };
}

async function answers(superuser: DatabaseAddress): Promise<boolean> {
  await withClient(superuser, (client) => client.query("select 1"));
  return true;
}
