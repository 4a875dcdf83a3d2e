import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { makeThrowawayFolder } from "../../src/throwaway-folder.ts";
import { createFolder } from "../support/project.ts";

afterEach(() => vi.unstubAllEnvs());

test("TMPDIR says where throwaway folders lie", async () => {
  await using parent = await createFolder();
  vi.stubEnv("TMPDIR", parent.path);
  const folder = await makeThrowawayFolder("some-");
  expect(dirname(folder)).toBe(parent.path);
});

test("without it they lie in memory or in the system's folder, each one new and empty", async () => {
  vi.stubEnv("TMPDIR", undefined);
  const folders = [await makeThrowawayFolder("some-"), await makeThrowawayFolder("some-")];
  expect(new Set(folders).size).toBe(2);
  for (const folder of folders) {
    expect(await readdir(folder)).toEqual([]);
    expect(["/dev/shm", tmpdir()]).toContain(dirname(folder));
    await rm(folder, { recursive: true });
  }
});
