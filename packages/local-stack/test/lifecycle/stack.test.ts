import { cp, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { createStack } from "../../src/index.ts";
import { isListening, processesOf } from "../support/leaks.ts";
import { createFolder, notesProject } from "../support/project.ts";

const ephemeral = { supabaseDirectory: notesProject, ephemeral: true } as const;

test("an ephemeral stack serves the migrated and seeded project", async () => {
  await using stack = createStack(ephemeral);
  const status = await stack.start();
  const service = createClient(status.API_URL, status.SECRET_KEY);
  const { data, error } = await service.from("notes").select("body");
  expect(error).toBeNull();
  expect(data).toEqual([{ body: "from the seed" }]);
  expect(new Set(Object.values(stack.health()))).toEqual(new Set(["healthy"]));
});

test("the project's folder and the home may have any name", async () => {
  await using folder = await createFolder();
  const supabaseDirectory = join(folder.path, "backend");
  await cp(notesProject, supabaseDirectory, { recursive: true });
  const home = join(folder.path, 'a $(HOME) of $1 "ünd" more');
  await using stack = createStack({ supabaseDirectory, home, portBase: 19_160 });
  const status = await stack.start();
  const { data } = await createClient(status.API_URL, status.SECRET_KEY)
    .from("notes")
    .select("body");
  expect(data).toEqual([{ body: "from the seed" }]);
});

test("without the seed a new database is empty", async () => {
  await using stack = createStack({ ...ephemeral, seed: false });
  const status = await stack.start();
  const { data } = await createClient(status.API_URL, status.SECRET_KEY).from("notes").select();
  expect(data).toEqual([]);
});

test("two stacks side by side share neither ports, keys nor rows", async ({ expect }) => {
  await using one = createStack(ephemeral);
  await using other = createStack(ephemeral);
  const [first, second] = await Promise.all([one.start(), other.start()]);
  for (const key of ["API_URL", "DB_URL", "SECRET_KEY", "PUBLISHABLE_KEY", "JWT_SECRET"] as const) {
    expect(first[key]).not.toBe(second[key]);
  }
  const { error } = await createClient(first.API_URL, first.SECRET_KEY)
    .from("notes")
    .insert({ body: "only in the first" });
  expect(error).toBeNull();
  const there = await createClient(second.API_URL, second.SECRET_KEY).from("notes").select("body");
  expect(there.data).toEqual([{ body: "from the seed" }]);
  const stranger = createClient(second.API_URL, first.SECRET_KEY);
  expect((await stranger.from("notes").select()).status).toBe(401);
});

test("stopping leaves no process, port or file behind", async () => {
  await using home = await createFolder();
  const stack = createStack({ ...ephemeral, home: home.path });
  const status = await stack.start();
  await stack.announce();
  const ports = Object.values(stack.ports());
  expect(processesOf(home.path).length).toBeGreaterThan(0);
  await stack.stop();
  expect(processesOf(home.path)).toEqual([]);
  expect(await Promise.all(ports.map(isListening))).not.toContain(true);
  expect(await readdir(join(home.path, "run"))).toEqual([]);
  expect(await readdir(home.path)).not.toContain("stack.lock");
  expect(await readdir(home.path)).not.toContain("status.json");
  expect(await readdir(home.path)).not.toContain("database");
  expect(status.API_URL).toMatch(/^http:\/\/127\.0\.0\.1:/);
});

test("a kept home serves the same rows and keys at the next start", async ({ expect }) => {
  await using home = await createFolder();
  const options = { supabaseDirectory: notesProject, home: home.path, portBase: 19_010 };
  const before = createStack(options);
  const first = await before.start();
  await createClient(first.API_URL, first.SECRET_KEY).from("notes").insert({ body: "kept" });
  await before.stop();

  await using after = createStack(options);
  const second = await after.start();
  expect(second).toEqual(first);
  const { data } = await createClient(second.API_URL, first.SECRET_KEY)
    .from("notes")
    .select("body")
    .order("id");
  expect(data).toEqual([{ body: "from the seed" }, { body: "kept" }]);
});

test("secrets lie in the home for its owner alone and on no command line", async ({ expect }) => {
  await using home = await createFolder();
  await using stack = createStack({ ...ephemeral, home: home.path });
  const status = await stack.start();
  await stack.announce();
  for (const name of ["secrets.json", "status.json", "stack.lock"]) {
    expect((await stat(join(home.path, name))).mode & 0o777).toBe(0o600);
  }
  const secrets = [status.SECRET_KEY, status.JWT_SECRET, new URL(status.DB_URL).password];
  for (const pid of processesOf(home.path)) {
    const shown = await readFile(`/proc/${pid}/cmdline`, "utf8");
    for (const secret of secrets) expect(shown).not.toContain(secret);
  }
});

test("the database listens on loopback only", async () => {
  await using stack = createStack(ephemeral);
  const status = await stack.start();
  const port = Number(new URL(status.DB_URL).port).toString(16).toUpperCase().padStart(4, "0");
  const listening =
    `${await readFile("/proc/net/tcp", "utf8")}${await readFile("/proc/net/tcp6", "utf8")}`
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && fields[1]?.endsWith(`:${port}`))
      .map((fields) => fields[1]?.split(":")[0]);
  // 127.0.0.1, as /proc writes it.
  expect(listening).toEqual(["0100007F"]);
});
