import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./project.ts";

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the official CLI on a local database, with settings of its own: nobody's login or telemetry is touched. */
export async function runSupabase(...args: readonly string[]): Promise<CliResult> {
  const home = await mkdtemp(join(tmpdir(), "flowdesk-cli-"));
  const { promise, resolve } = Promise.withResolvers<CliResult>();
  const child = execFile(
    "supabase",
    [...args],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH ?? "",
        HOME: home,
        NO_COLOR: "1",
        PGSSLMODE: "disable",
        DO_NOT_TRACK: "1",
        SUPABASE_TELEMETRY_DISABLED: "1",
      },
      maxBuffer: 64 * 1024 * 1024,
    },
    (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code) || 1, stdout, stderr });
    },
  );
  child.stdin?.end();
  return promise.finally(() => rm(home, { recursive: true, force: true }));
}
