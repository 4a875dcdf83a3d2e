import pg from "pg";
import { StackError } from "../../errors.ts";
import type { DatabaseAddress, Health, Logger, Service } from "../../service.ts";
import { Announcements } from "./announcements.ts";
import { CronRunner } from "./cron-runner.ts";
import { NetRunner } from "./net-runner.ts";
import { writeVaultSecrets } from "./vault.ts";

export interface SchedulesOptions {
  /** As the superuser: the tables of the extensions are its own. */
  database: DatabaseAddress;
  /** How to log in as the role of a job; undefined for roles whose password is unknown. */
  addressOf: (role: string) => DatabaseAddress | undefined;
  /** What jobs find in Vault: addresses and keys of this very start. */
  vaultSecrets: Readonly<Record<string, string>>;
  log: Logger;
}

interface Running {
  records: pg.Pool;
  announcements: Announcements;
  cron: CronRunner;
  net: NetRunner;
}

/** What pg_cron and pg_net do in hosted's server: runs jobs, and sends the requests of SQL. */
export function createSchedules(options: SchedulesOptions): Service {
  const { log } = options;
  let running: Running | undefined;
  let state: Health = "stopped";

  function assemble(): Running {
    const records = new pg.Pool({
      ...options.database,
      max: 4,
      application_name: "schedules",
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      statement_timeout: 30_000,
    });
    const ignore = (error: Error) => log.debug({ err: error }, "a connection of schedules broke");
    records.on("error", ignore);
    records.on("connect", (client) => client.on("error", ignore));
    const cron = new CronRunner({ records, addressOf: options.addressOf, log });
    const net = new NetRunner(records, log);
    const announcements = new Announcements({
      database: options.database,
      onConnected: async () => {
        await cron.begin();
        net.look();
      },
      onAnnounced: (what) => {
        if (what === "cron") void cron.load();
        if (what === "net") net.look();
      },
      log,
    });
    return { records, announcements, cron, net };
  }

  async function stop(): Promise<void> {
    const { announcements, cron, net, records } = running ?? {};
    running = undefined;
    state = "stopped";
    await announcements?.stop();
    await Promise.all([cron?.stop(), net?.stop()]);
    await records?.end();
  }

  return {
    name: "schedules",
    stop,
    health() {
      if (state !== "healthy") return state;
      return running?.announcements.isConnected ? "healthy" : "unhealthy";
    },
    async start() {
      if (running) return;
      state = "starting";
      running = assemble();
      try {
        await writeVaultSecrets(running.records, options.vaultSecrets);
        await running.announcements.start();
      } catch (cause) {
        await stop();
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new StackError("database_failed", `Schedules cannot use the database: ${reason}`, {
          cause,
        });
      }
      running.net.start();
      state = "healthy";
    },
  };
}
