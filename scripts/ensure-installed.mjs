// Installs what package-lock.json asks for when node_modules does not hold it. Runs before every command of
// package.json on whatever Node the machine has, so it is plain JavaScript without dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stamp = join(modules, ".flowdesk-installed");
const lock = join(root, ".installing");

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

if (read(stamp) !== wanted) alone(install);

function install() {
  // Another command may have installed while this one waited, or a person by hand.
  if (read(stamp) === wanted) return;
  if (!isInstalled()) {
    process.stderr.write(
      "Installing what package-lock.json asks for (once, about half a minute) …\n",
    );
    const started = Date.now();
    // `npm_execpath` is the npm that runs us; a bare `npm` may be another one, or none.
    const npm = process.env.npm_execpath;
    const command = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    // What npm prints goes to standard error: the command's own output stays clean.
    const options = { cwd: root, stdio: ["ignore", process.stderr, process.stderr] };
    const result = npm
      ? spawnSync(process.execPath, [npm, ...command], options)
      : spawnSync("npm", command, options);
    if (result.status !== 0) {
      process.stderr.write("npm ci failed; what it printed above says why.\n");
      process.exitCode = result.status ?? 1;
      return;
    }
    process.stderr.write(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
  }
  writeFileSync(stamp, wanted);
}

/** Whether every package of the lockfile lies in node_modules in its version, by npm's own record of it. */
function isInstalled() {
  const record = packagesOf(join(modules, ".package-lock.json"));
  return Object.entries(packagesOf(join(root, "package-lock.json"))).every(
    ([path, entry]) =>
      !path.startsWith("node_modules/") ||
      entry.optional === true ||
      entry.link === true ||
      record[path]?.version === entry.version,
  );
}

function packagesOf(path) {
  return JSON.parse(read(path) ?? "{}").packages ?? {};
}

/** Two commands started at once must not install into one folder: the second waits for the first. */
function alone(work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const holder = Number(read(join(lock, "pid")));
      if (holder > 0 && !isRunning(holder)) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    writeFileSync(join(lock, "pid"), String(process.pid));
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
