import { spawn, spawnSync } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { test } from "vitest";
import { cli, runCommand, waitForStatus } from "../support/command.ts";
import { isListening, leashesOf, processesOf } from "../support/leaks.ts";
import { createFolder, notesProject } from "../support/project.ts";

const project = dirname(notesProject);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test.concurrent(`${signal} ends everything and exits with 0`, async ({ expect }) => {
    await using home = await createFolder();
    const command = runCommand(project, "start", "--home", home.path, "--ephemeral");
    const status = await waitForStatus(home.path, command);
    command.kill(signal);
    expect(await command.ended).toBe(0);
    expect(processesOf(home.path)).toEqual([]);
    expect(await isListening(Number(new URL(status.API_URL).port))).toBe(false);
    expect(await readdir(home.path)).not.toContain("stack.lock");
  });
}

test.concurrent("a signal in the middle of the start leaves nothing behind either", async ({
  expect,
}) => {
  await using home = await createFolder();
  const command = runCommand(project, "start", "--home", home.path, "--port-base", "19110");
  while (processesOf(home.path).filter((pid) => pid !== command.pid).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  command.kill("SIGTERM");
  expect(await command.ended).toBe(0);
  expect(processesOf(home.path)).toEqual([]);
});

test.concurrent("after kill -9 of the whole tree the next start has every committed row", async ({
  expect,
}) => {
  await using home = await createFolder();
  const args = ["start", "--home", home.path, "--port-base", "19120"];
  const killed = runCommand(project, ...args);
  const before = await waitForStatus(home.path, killed);
  const { error } = await createClient(before.API_URL, before.SECRET_KEY)
    .from("notes")
    .insert(Array.from({ length: 500 }, (_, index) => ({ body: `row ${index}` })));
  expect(error).toBeNull();
  const tree = [killed.pid, ...leashesOf(killed.pid), ...processesOf(home.path)];
  for (const pid of new Set(tree)) process.kill(pid, "SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  await rmStatus(home.path);

  const next = runCommand(project, ...args);
  const after = await waitForStatus(home.path, next);
  const { count } = await createClient(after.API_URL, after.SECRET_KEY)
    .from("notes")
    .select("*", { count: "exact", head: true });
  expect(count).toBe(501);
  next.kill("SIGTERM");
  expect(await next.ended).toBe(0);
});

test.concurrent("kill -9 of the stack alone ends its programs and removes what was to be thrown away", async ({
  expect,
}) => {
  await using home = await createFolder();
  const killed = runCommand(project, "start", "--home", home.path, "--ephemeral");
  await waitForStatus(home.path, killed);
  killed.kill("SIGKILL");
  await killed.ended;
  await expect.poll(() => processesOf(home.path), { timeout: 30_000 }).toEqual([]);
  await expect.poll(() => readdir(home.path), { timeout: 30_000 }).not.toContain("database");
});

test.concurrent("children orphaned by kill -9 of the stack are ended by the next start", async ({
  expect,
}) => {
  await using home = await createFolder();
  const args = ["start", "--home", home.path, "--port-base", "19130"];
  const killed = runCommand(project, ...args);
  await waitForStatus(home.path, killed);
  // Its leash, which would end them at once, dies first.
  for (const pid of leashesOf(killed.pid)) process.kill(pid, "SIGKILL");
  killed.kill("SIGKILL");
  await killed.ended;
  const orphans = processesOf(home.path);
  expect(orphans.length).toBeGreaterThan(0);
  await rmStatus(home.path);

  const next = runCommand(project, ...args);
  await waitForStatus(home.path, next);
  const running = new Set(processesOf(home.path));
  expect(orphans.filter((pid) => running.has(pid))).toEqual([]);
  next.kill("SIGTERM");
  expect(await next.ended).toBe(0);
});

test.concurrent("status prints what programs and people need, and says when nothing runs", async ({
  expect,
}) => {
  await using home = await createFolder();
  const stack = runCommand(project, "start", "--home", home.path, "--ephemeral");
  const written = await waitForStatus(home.path, stack);
  const status = runCommand(project, "status", "--json", "--home", home.path);
  expect(await status.ended).toBe(0);
  expect(JSON.parse(status.output())).toEqual(written);

  const forPeople = runCommand(project, "status", "--home", home.path);
  expect(await forPeople.ended).toBe(0);
  expect(forPeople.output()).toMatch(/^database +healthy +PostgreSQL 17\.\d+/m);
  expect(forPeople.output()).toMatch(/^rest +healthy +PostgREST 12/m);
  expect(forPeople.output()).toMatch(/^all +\d+ MB$/m);
  expect(forPeople.output()).toContain(written.API_URL);

  stack.kill("SIGTERM");
  await stack.ended;
  const late = runCommand(project, "status", "--json", "--home", home.path);
  expect(await late.ended).toBe(1);
  expect(late.output()).toBe(`No stack runs on ${home.path}.\n`);
});

test.concurrent("started by npm, everything ends with npm, whatever that died of", async ({
  expect,
}) => {
  await using home = await createFolder();
  const script = `
    const { spawn } = require("node:child_process");
    const [cli, home] = process.argv.slice(1);
    spawn(process.execPath, [cli, "start", "--ephemeral", "--home", home], { stdio: "inherit" });
  `;
  const npm = spawn(process.execPath, ["-e", script, cli, home.path], {
    cwd: project,
    stdio: "ignore",
    env: { ...process.env, npm_lifecycle_event: "start" },
  });
  await expect.poll(() => readdir(home.path), { timeout: 30_000 }).toContain("status.json");
  npm.kill("SIGHUP");
  await expect.poll(() => processesOf(home.path), { timeout: 30_000 }).toEqual([]);
  expect(await readdir(home.path)).not.toContain("stack.lock");
});

test.concurrent("--help says what there is, and starts nothing", async ({ expect }) => {
  const command = runCommand(project, "start", "--help");
  expect(await command.ended).toBe(0);
  expect(command.output()).toMatch(/^ {2}--port-base N /m);
});

test.concurrent("a second stack on the same home is refused in one line", async ({ expect }) => {
  await using home = await createFolder();
  const first = runCommand(project, "start", "--home", home.path, "--ephemeral");
  await waitForStatus(home.path, first);
  const second = runCommand(project, "start", "--home", home.path, "--ephemeral");
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(
    /^A stack already runs on .+ Stop it, or choose .+--home DIR\.\n$/,
  );
  first.kill("SIGTERM");
  expect(await first.ended).toBe(0);
});

test.concurrent("a port in use is refused in one line that names the remedy", async ({
  expect,
}) => {
  await using home = await createFolder();
  const holder = createServer().listen(19_141, "127.0.0.1");
  const command = runCommand(project, "start", "--home", home.path, "--port-base", "19140");
  expect(await command.ended).toBe(1);
  expect(command.output()).toMatch(/^Port 19141 \(API\) is in use\. .+--port-base N\.\n$/);
  expect(processesOf(home.path)).toEqual([]);
  holder.close();
});

test.concurrent("a home that cannot be written is refused in one line that names the remedy", async ({
  expect,
}) => {
  await using folder = await createFolder();
  const file = join(folder.path, "a-file");
  await writeFile(file, "");
  const command = runCommand(project, "start", "--home", join(file, "home"));
  expect(await command.ended).toBe(1);
  expect(command.output()).toMatch(/^Cannot write to .+ choose another one with --home DIR\.\n$/);
});

/** Only root may mount, and a container may forbid it even to root. */
async function mountSmallDisk(path: string): Promise<boolean> {
  const mount = spawn("mount", ["-t", "tmpfs", "-o", "size=30m", "tmpfs", path]);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  mount.on("error", () => resolve(false));
  mount.on("close", (code) => resolve(code === 0));
  return promise;
}

test.concurrent("a full disk is told in one line that names the remedy", async ({
  expect,
  skip,
}) => {
  await using folder = await createFolder();
  if (!(await mountSmallDisk(folder.path))) skip("this user may not mount a small disk");
  try {
    const home = join(folder.path, "home");
    const command = runCommand(project, "start", "--home", home, "--port-base", "19150");
    expect(await command.ended).toBe(1);
    expect(command.output()).toMatch(/^The disk is full: free about 200 MB and start again\.\n$/);
    expect(processesOf(home)).toEqual([]);
  } finally {
    spawnSync("umount", [folder.path]);
  }
});

test.concurrent("a mistake in config.toml is told by key", async ({ expect }) => {
  await using folder = await createFolder();
  await mkdir(join(folder.path, "supabase"));
  await writeFile(join(folder.path, "supabase/config.toml"), "[api]\nmax_rows = 0\n");
  const command = runCommand(folder.path, "start", "--ephemeral");
  expect(await command.ended).toBe(1);
  expect(command.output()).toMatch(/config\.toml: api\.max_rows: /);
});

test.concurrent("an unknown flag is told, not guessed", async ({ expect }) => {
  const command = runCommand(project, "start", "--potato");
  expect(await command.ended).toBe(1);
  expect(command.output()).toContain("--potato");
});

/** The killed stack could not take its status file away; what comes next is to be waited for anew. */
async function rmStatus(home: string): Promise<void> {
  await rm(join(home, "status.json"), { force: true });
}
