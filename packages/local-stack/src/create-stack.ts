import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import pino, { type Logger } from "pino";
import { composeServices } from "./compose-services.ts";
import { readConfig, type StackConfig } from "./config.ts";
import { StackError } from "./errors.ts";
import { cacheDirectory, type Home, openHome } from "./home.ts";
import { leashFolder, unleashFolder } from "./leash.ts";
import { claimFreePorts, type Ports, portsFrom, requireFreePort } from "./ports.ts";
import { keepReports } from "./reports.ts";
import { migrate } from "./schema-tools.ts";
import type { Health, Service } from "./service.ts";
import { type Binaries, ensureBinaries } from "./services/database/binaries.ts";
import { createDatabase, type DatabaseService } from "./services/database/database.ts";
import { type StackStatus, writeStatus } from "./status.ts";
import { endOrphans } from "./supervisor.ts";
import { copyTemplate, provideTemplate } from "./template.ts";
import { makeThrowawayFolder } from "./throwaway-folder.ts";
import type { SigningAlgorithm } from "./tokens.ts";

export interface StackOptions {
  /** The project's `supabase` folder: `config.toml`, `migrations/`, `seed.sql`. */
  supabaseDirectory: string;
  /** Where data and secrets live. Without one the stack is ephemeral. */
  home?: string;
  /** Starts from a copy of a cached, migrated cluster and leaves nothing behind. */
  ephemeral?: boolean;
  /** First of ten neighbouring ports. Without it: those of `config.toml`, or free ones if ephemeral. */
  portBase?: number;
  /** Whether a new database gets the seed files of `config.toml`. Default true. */
  seed?: boolean;
  /** What Auth signs access tokens with. Default ES256 with the installation's own key. */
  signing?: SigningAlgorithm;
  log?: Logger;
}

export interface Stack extends AsyncDisposable {
  /** Resolves when every service answers. Rejects with a StackError, and leaves nothing running. */
  start(): Promise<StackStatus>;
  /** Ends everything; idempotent. */
  stop(): Promise<void>;
  /** Addresses and keys of the running stack; throws `not_running` before `start`. */
  status(): StackStatus;
  health(): Record<string, Health>;
  /** Ports of this stack's block, known from `start` on. */
  ports(): Ports;
  /** Writes `status.json` into the home, with what runs beside the stack added. */
  announce(beside?: Partial<Pick<StackStatus, "WEB_URL">>): Promise<StackStatus>;
}

interface Running {
  home: Home;
  ports: Ports;
  services: Service[];
  status: StackStatus;
}

/** An embedded Supabase for one project. Nothing happens before `start`. */
export function createStack(options: StackOptions): Stack {
  const supabaseDirectory = resolve(options.supabaseDirectory);
  const log = options.log ?? pino({ level: "silent" });
  const ephemeral = options.ephemeral ?? options.home === undefined;
  let running: Running | undefined;
  let cleanUp: (() => Promise<void>)[] = [];

  async function stop(): Promise<void> {
    running = undefined;
    const steps = cleanUp.reverse();
    cleanUp = [];
    for (const step of steps) {
      // What cannot be ended must not keep the rest alive.
      await step().catch((error: unknown) => log.error(`while stopping: ${String(error)}`));
    }
  }

  async function launch(): Promise<Running> {
    const config = await readConfig(supabaseDirectory);
    const home = await claimHome(options.home, ephemeral, cleanUp);
    await endOrphans(home.run, log);
    const ports = await choosePorts(options.portBase, ephemeral, config, cleanUp);
    const binaries = await ensureBinaries({ cacheDirectory: cacheDirectory(), log });

    const source = { supabaseDirectory, config, binaries, seed: options.seed ?? true, log };
    const copiedPassword = ephemeral ? await copyCluster(source, home) : undefined;
    const database = createDatabase({
      binaries,
      directory: home.database,
      pidFile: join(home.run, "database.pid"),
      port: ports.database,
      passwords: home.secrets.database,
      ...(copiedPassword === undefined ? {} : { copiedPassword }),
      durable: !ephemeral,
      log: log.child({ service: "database" }),
    });
    await startService(database, cleanUp);
    if (!ephemeral) await migrateHome(source, home, database);

    const composition = await composeServices({
      config,
      home,
      ports,
      database,
      supabaseDirectory,
      ephemeral,
      signing: options.signing ?? "ES256",
      log,
    });
    // The first ones do not need each other. The gateway follows, so that an open port means a ready stack;
    // jobs come last, because they call functions through the gateway.
    await Promise.all(composition.behind.map((service) => startService(service, cleanUp)));
    await startService(composition.gateway, cleanUp);
    await startService(composition.schedules, cleanUp);
    const { behind, gateway, schedules, status } = composition;
    const services = [database, ...behind, gateway, schedules];
    cleanUp.push(await keepReports(home.reports, services));
    return { home, ports, services, status };
  }

  return {
    async start() {
      if (running) return running.status;
      try {
        running = await launch();
        return running.status;
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    status: () => requireRunning(running).status,
    ports: () => requireRunning(running).ports,
    health: () =>
      Object.fromEntries(
        requireRunning(running).services.map((service) => [service.name, service.health()]),
      ),
    async announce(beside = {}) {
      const current = requireRunning(running);
      current.status = { ...current.status, ...beside };
      await writeStatus(current.home.status, current.status);
      return current.status;
    },
    [Symbol.asyncDispose]: stop,
  };
}

function requireRunning(running: Running | undefined): Running {
  if (running) return running;
  throw new StackError("not_running", "The stack is not running. Start it first.");
}

type CleanUp = (() => Promise<void>)[];

async function startService(service: Service, cleanUp: CleanUp): Promise<void> {
  cleanUp.push(() => service.stop());
  await service.start();
}

async function claimHome(
  path: string | undefined,
  ephemeral: boolean,
  cleanUp: CleanUp,
): Promise<Home> {
  const folder = path ?? (await makeThrowawayFolder("local-stack-"));
  if (path === undefined) throwAway(folder, cleanUp);
  const home = await openHome(resolve(folder));
  if (ephemeral) {
    throwAway(home.database, cleanUp);
    throwAway(home.storage, cleanUp);
  }
  cleanUp.push(() => home.release());
  return home;
}

/** Removes the folder with the stack, also if that is killed. */
function throwAway(folder: string, cleanUp: CleanUp): void {
  leashFolder(folder);
  cleanUp.push(async () => {
    await rm(folder, { recursive: true, force: true });
    unleashFolder(folder);
  });
}

async function choosePorts(
  base: number | undefined,
  ephemeral: boolean,
  config: StackConfig,
  cleanUp: CleanUp,
): Promise<Ports> {
  if (base === undefined && ephemeral) {
    const claimed = await claimFreePorts();
    cleanUp.push(claimed.release);
    return claimed.ports;
  }
  const ports =
    base === undefined
      ? {
          ...portsFrom(config.api.port - 1),
          api: config.api.port,
          database: config.db.port,
          mail: config.local_smtp.port,
        }
      : portsFrom(base);
  await requireFreePort(ports.api, "API");
  await requireFreePort(ports.database, "database");
  await requireFreePort(ports.rest, "PostgREST");
  await requireFreePort(ports.restAdmin, "PostgREST's readiness");
  if (config.local_smtp.enabled) await requireFreePort(ports.mail, "mail");
  return ports;
}

interface SchemaSource {
  supabaseDirectory: string;
  config: StackConfig;
  binaries: Binaries;
  seed: boolean;
  log: Logger;
}

/** Brings a kept database up to date; a new one gets the seed as well. */
async function migrateHome(
  source: SchemaSource,
  home: Home,
  database: DatabaseService,
): Promise<void> {
  await migrate({
    supabaseDirectory: source.supabaseDirectory,
    config: source.config,
    databaseDirectory: home.database,
    cliHome: join(home.run, "cli"),
    postgres: database.address("postgres"),
    seed: source.seed,
    log: source.log,
  });
}

/** Gives an ephemeral home its cluster, and tells the superuser's password in it. */
async function copyCluster(source: SchemaSource, home: Home): Promise<string> {
  const cache = cacheDirectory();
  const template = await provideTemplate({ ...source, cache });
  await rm(home.database, { recursive: true, force: true });
  copyTemplate(template, home.database);
  return template.password;
}
