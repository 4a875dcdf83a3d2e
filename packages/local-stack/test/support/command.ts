import { spawn } from "node:child_process";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StackStatus } from "../../src/status.ts";

/** The command line itself. */
export const cli = join(import.meta.dirname, "../../src/cli.ts");

export interface Command {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
  output(): string;
}

/** Runs the command line as a person would, in the project's folder. */
export function runCommand(projectDirectory: string, ...args: string[]): Command {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: projectDirectory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const { promise, resolve, reject } = Promise.withResolvers<number | NodeJS.Signals | null>();
  child.on("error", reject);
  child.on("close", (code, signal) => resolve(signal ?? code));
  return {
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    ended: promise,
    output: () => output,
  };
}

/** Waits for `status.json`, which the command writes when everything answers. */
export async function waitForStatus(home: string, command: Command): Promise<StackStatus> {
  const path = join(home, "status.json");
  let hasEnded = false;
  command.ended.finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return JSON.parse(await readFile(path, "utf8"));
    await sleep(25);
  }
  throw new Error(`the command ended before it was ready:\n${command.output()}`);
}
