// Installs what package-lock.json asks for when node_modules does not hold it. Runs before every command of
// package.json on whatever Node the machine has, so it is plain JavaScript without dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".flowdesk-installed");

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

if (read(stamp) !== wanted) {
  process.stderr.write(
    "Installing what package-lock.json asks for (once, about half a minute) …\n",
  );
  const started = Date.now();
  // `npm_execpath` is the npm that runs us; a bare `npm` may be another one, or none.
  const npm = process.env.npm_execpath;
  const arguments_ = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...arguments_], options())
    : spawnSync("npm", arguments_, options());
  if (result.status !== 0) {
    process.stderr.write("npm ci failed; what it printed above says why.\n");
    process.exit(result.status ?? 1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  process.stderr.write(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

function options() {
  // What npm prints goes to standard error: the command's own output stays clean.
  return { cwd: root, stdio: ["ignore", process.stderr, process.stderr] };
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
