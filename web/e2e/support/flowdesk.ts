import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const root = join(import.meta.dirname, "../../..");

const statusSchema = z.object({
  API_URL: z.url(),
  DB_URL: z.string(),
  /** Empty with `--no-web`. */
  WEB_URL: z
    .url()
    .nullable()
    .transform((url) => url ?? ""),
  PUBLISHABLE_KEY: z.string(),
  SECRET_KEY: z.string(),
});

export interface FlowDesk extends AsyncDisposable {
  status: z.infer<typeof statusSchema>;
  /** What the command printed so far. */
  output(): string;
}

/** The product as a newcomer gets it: what `npm start` runs, on free ports and in a folder of its own. */
export function startFlowDesk(...flags: string[]): Promise<FlowDesk> {
  return start(flags, {});
}

/**
 * The same with all that has a screen: the pages for developers, such as /dev/ui, and hostnames that belong to
 * organizations or to nobody.
 */
export function startFlowDeskForScreens(): Promise<FlowDesk> {
  return start([], { FLOWDESK_DEV_PAGES: "1", FLOWDESK_HOSTNAMES: "127.0.0.1" });
}

async function start(flags: readonly string[], env: NodeJS.ProcessEnv): Promise<FlowDesk> {
  const home = await mkdtemp(join(tmpdir(), "flowdesk-e2e-"));
  const child = spawn(
    process.execPath,
    ["scripts/start.ts", "--ephemeral", "--home", home, ...flags],
    { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.on("close", resolve);
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  while (child.exitCode === null) {
    const text = await readFile(join(home, "status.json"), "utf8").catch(() => undefined);
    if (text !== undefined) {
      const status = statusSchema.parse(JSON.parse(text));
      return { status, output: () => output, [Symbol.asyncDispose]: stop };
    }
    await sleep(50);
  }
  await stop();
  throw new Error(`npm start ended before it was ready:\n${output}`);
}
