import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasDevPages, root, webDirectory, webDist } from "./project.ts";

/** Everything the bundle is made of. */
const SOURCES = [
  "package-lock.json",
  "packages/types/src/**/*.ts",
  "web/*.{html,json,ts}",
  "web/{src,public}/**/*",
];
const STAMP = join(webDist, ".sources");

/** Builds the client into `web/dist` (see `webDist`), unless it was built from exactly these sources before. */
export async function buildWeb(): Promise<void> {
  const sources = await hashSources();
  const built = await readFile(STAMP, "utf8").catch(() => "");
  if (built === sources) return;
  process.stderr.write("building the web client\n");
  await runVite();
  await writeFile(STAMP, sources);
}

async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  const entries = await Array.fromAsync(glob(SOURCES, { cwd: root, withFileTypes: true }));
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) hash.update(path.slice(root.length)).update(await readFile(path));
  return hash.digest("hex");
}

async function runVite(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = ["build", "--logLevel=warn", `--outDir=${webDist}`, "--emptyOutDir"];
  const child = spawn(process.execPath, [vite, ...args], {
    cwd: webDirectory,
    env: {
      ...process.env,
      // A test runner says "test", by which Vite would build with React's development half.
      NODE_ENV: "production",
      VITE_DEV_PAGES: hasDevPages ? "1" : "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  child.on("error", reject);
  child.on("close", (code) => {
    if (code === 0) resolve();
    else reject(new Error(`The web client could not be built:\n${output}`));
  });
  await promise;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildWeb();
