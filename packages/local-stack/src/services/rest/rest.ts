import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ApiConfig } from "../../config.ts";
import type { DatabaseAddress, Logger, ProgramReport, Service } from "../../service.ts";
import { type SupervisedProcess, superviseProcess } from "../../supervisor.ts";
import type { Tokens } from "../../tokens.ts";
import { findPostgrest } from "./binary.ts";
import { postgrestConfiguration } from "./settings.ts";

export interface RestOptions {
  /** The database as `authenticator`. */
  database: DatabaseAddress;
  api: ApiConfig;
  port: number;
  /** Of the readiness endpoint, for this machine only. */
  adminPort: number;
  tokens: Tokens;
  /** Where the configuration lies while PostgREST runs; it holds secrets. */
  runDirectory: string;
  /** `https://…/rest/v1` as clients know it, for the OpenAPI document. */
  publicUrl?: string | undefined;
  log: Logger;
}

export interface Rest extends Service {
  /** PostgREST itself, without the gateway before it. */
  readonly url: string;
  program(): ProgramReport;
}

/**
 * PostgREST allocates fast and keeps little, so a larger nursery spares it most collections: about a
 * fourth more requests per second, for some memory.
 */
const RUNTIME_OPTIONS = "-A64m";

/** In the run directory, where PostgREST stands: in its configuration `$` of a whole path would mean a variable. */
const KEYS_FILE = "postgrest-keys.json";

/** The REST API: the PostgREST program, configured as hosted Supabase configures it. */
export function createRest(options: RestOptions): Rest {
  const configFile = join(options.runDirectory, "postgrest.conf");
  const keysFile = join(options.runDirectory, KEYS_FILE);
  let postgrest: SupervisedProcess | undefined;

  const supervise = () =>
    superviseProcess({
      name: "PostgREST",
      // Never on the command line, where every user of the machine could read it.
      command: findPostgrest(),
      args: [configFile],
      cwd: options.runDirectory,
      env: { GHCRTS: RUNTIME_OPTIONS },
      pidFile: join(options.runDirectory, "postgrest.pid"),
      stopSignal: "SIGTERM",
      // It waits for running statements, of which an abandoned one may last; unfinished they roll back.
      stopTimeoutMs: 1_000,
      isReady: () => isReady(options.adminPort),
      failureCode: "rest_failed",
      log: options.log,
    });

  return {
    name: "rest",
    url: `http://127.0.0.1:${options.port}`,
    health: () => postgrest?.health() ?? "stopped",
    program: () => ({
      version: "PostgREST 12.0.2",
      pid: postgrest?.pid(),
      restarts: postgrest?.restarts() ?? 0,
      lastRestartAt: postgrest?.lastRestartAt(),
    }),
    async start() {
      postgrest = supervise();
      await mkdir(options.runDirectory, { recursive: true, mode: 0o700 });
      await writeSecret(keysFile, JSON.stringify(options.tokens.verificationKeys()));
      const { database, api, port, adminPort, publicUrl } = options;
      const settings = { database, api, port, adminPort, publicUrl, keysFile: KEYS_FILE };
      await writeSecret(configFile, postgrestConfiguration(settings));
      await postgrest.start();
    },
    async stop() {
      await postgrest?.stop();
      postgrest = undefined;
      await rm(configFile, { force: true });
      await rm(keysFile, { force: true });
    },
  };
}

async function isReady(adminPort: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/ready`, {
    signal: AbortSignal.timeout(1_000),
  });
  await response.body?.cancel();
  return response.ok;
}

/** A file for its owner's eyes from the first byte, whatever was there before. */
async function writeSecret(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, text, { mode: 0o600, flag: "wx" });
}
