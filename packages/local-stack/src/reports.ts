import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { z } from "zod";
import { parseJson } from "./json.ts";
import type { Service } from "./service.ts";

/** How one service is, as `status` tells people. */
const reportSchema = z.object({
  name: z.string(),
  health: z.enum(["starting", "healthy", "unhealthy", "stopped"]),
  version: z.string(),
  /** Services without a program of their own run in the stack's process. */
  pid: z.int().nullable(),
  restarts: z.int(),
  lastRestartAt: z.iso.datetime().nullable(),
});
export type ServiceReport = z.infer<typeof reportSchema>;

const INTERVAL_MS = 1_000;

const { version: ownVersion } = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)("../package.json"));

/** Keeps the file true while the stack runs. Resolves, once it is there, with what ends the keeping. */
export async function keepReports(
  path: string,
  services: readonly Service[],
): Promise<() => Promise<void>> {
  let written = "";
  let writing = Promise.resolve();
  const write = async () => {
    const text = JSON.stringify(services.map(report));
    if (text === written) return;
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
    written = text;
  };
  await write();
  const timer = setInterval(() => {
    // A full disk must not end the stack; the next second tries again.
    writing = writing.then(write).catch(() => {});
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await writing;
    await rm(path, { force: true });
  };
}

/** Empty when no stack runs. */
export async function readReports(path: string): Promise<ServiceReport[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return z.array(reportSchema).safeParse(parseJson(text)).data ?? [];
}

function report(service: Service): ServiceReport {
  const program = service.program?.();
  return {
    name: service.name,
    health: service.health(),
    version: program?.version ?? `local-stack ${ownVersion}`,
    pid: program ? (program.pid ?? null) : process.pid,
    restarts: program?.restarts ?? 0,
    lastRestartAt: program?.lastRestartAt?.toISOString() ?? null,
  };
}
