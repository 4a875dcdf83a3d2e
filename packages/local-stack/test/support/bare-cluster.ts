import { rm } from "node:fs/promises";
import { join } from "node:path";
import pino from "pino";
import type { TestProject } from "vitest/node";
import { cacheDirectory } from "../../src/home.ts";
import { leashFolder, unleashFolder } from "../../src/leash.ts";
import { claimFreePorts } from "../../src/ports.ts";
import { ensureBinaries } from "../../src/services/database/binaries.ts";
import { createDatabase, generatePasswords } from "../../src/services/database/database.ts";
import type { Template } from "../../src/template.ts";
import { makeThrowawayFolder } from "../../src/throwaway-folder.ts";

declare module "vitest" {
  export interface ProvidedContext {
    bareCluster: Template;
  }
}

/** One cluster with the platform's SQL and nothing else, of which every test database is a copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const log = pino({ level: "silent" });
  const folder = await makeThrowawayFolder("local-stack-bare-");
  leashFolder(folder);
  const { ports, release } = await claimFreePorts();
  const passwords = generatePasswords();
  const directory = join(folder, "database");
  const database = createDatabase({
    binaries: await ensureBinaries({ cacheDirectory: cacheDirectory(), log }),
    directory,
    pidFile: join(folder, "database.pid"),
    port: ports.database,
    passwords,
    durable: false,
    log,
  });
  try {
    await database.start();
  } finally {
    await database.stop();
    await release();
  }
  project.provide("bareCluster", { database: directory, password: passwords.supabase_admin });
  return async () => {
    await rm(folder, { recursive: true, force: true });
    unleashFolder(folder);
  };
}
