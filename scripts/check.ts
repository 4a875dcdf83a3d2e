import { spawn } from "node:child_process";
import { root } from "./project.ts";

/** By Deno, which runs them; their packages are those that npm installed, at the versions of deno.json. */
const DENO_CHECK = [
  "deno",
  "check",
  "--quiet",
  "--no-lock",
  "--node-modules-dir=manual",
  "--config=supabase/functions/deno.json",
  "supabase/functions/*/index.ts",
];

/** Everything about the sources that a machine can judge without running them. */
const steps: readonly { name: string; command: readonly string[] }[] = [
  { name: "types", command: ["tsc", "-p", "tsconfig.json"] },
  { name: "types of the client", command: ["tsc", "-p", "web/tsconfig.json"] },
  { name: "types of edge functions", command: DENO_CHECK },
  { name: "lint and format", command: ["biome", "check", "--error-on-warnings"] },
  { name: "SQL", command: ["node", "scripts/check-sql.ts"] },
  { name: "direction of imports", command: ["node", "scripts/check-imports.ts"] },
  { name: "texts", command: ["node", "scripts/check-locales.ts"] },
  { name: "first load", command: ["node", "scripts/check-size.ts"] },
  { name: "unused exports and dependencies", command: ["knip"] },
  { name: "database", command: ["node", "scripts/check-database.ts"] },
];

/** As many as a small machine has cores. */
const AT_ONCE = 2;

let failed = 0;
const waiting = [...steps];
await Promise.all(Array.from({ length: AT_ONCE }, workOff));
process.stdout.write(`check: ${steps.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function workOff(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { name, command } = step;
    const started = performance.now();
    const { code, output } = await run(command);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)\n`);
    if (code !== 0) {
      failed += 1;
      process.stdout.write(`${output.trimEnd()}\n`);
    }
  }
}

async function run([program = "", ...args]: readonly string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  // npm put node_modules/.bin first in PATH.
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  child.on("error", reject);
  child.on("close", resolve);
  return { code: await promise, output };
}
