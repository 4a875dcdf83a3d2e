import { rm } from "node:fs/promises";
import { join } from "node:path";
import pino from "pino";
import { inject } from "vitest";
import { cacheDirectory } from "../../src/home.ts";
import { leashFolder, unleashFolder } from "../../src/leash.ts";
import { claimFreePorts } from "../../src/ports.ts";
import { ensureBinaries } from "../../src/services/database/binaries.ts";
import {
  createDatabase,
  type DatabaseService,
  generatePasswords,
} from "../../src/services/database/database.ts";
import { copyTemplate } from "../../src/template.ts";
import { makeThrowawayFolder } from "../../src/throwaway-folder.ts";

export interface TestDatabase extends DatabaseService, AsyncDisposable {}

/** A cluster of its own with the platform's SQL and nothing else, gone when it is disposed of. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const log = pino({ level: "silent" });
  const directory = await makeThrowawayFolder("local-stack-database-");
  leashFolder(directory);
  const template = inject("bareCluster");
  copyTemplate(template, join(directory, "database"));
  const { ports, release } = await claimFreePorts();
  const database = createDatabase({
    binaries: await ensureBinaries({ cacheDirectory: cacheDirectory(), log }),
    directory: join(directory, "database"),
    pidFile: join(directory, "database.pid"),
    port: ports.database,
    passwords: generatePasswords(),
    copiedPassword: template.password,
    durable: false,
    log,
  });
  const dispose = async () => {
    await database.stop();
    await release();
    await rm(directory, { recursive: true, force: true });
    unleashFolder(directory);
  };
  try {
    await database.start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return { ...database, [Symbol.asyncDispose]: dispose };
}
