import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { createStack } from "../../src/create-stack.ts";
import { take } from "./support.ts";

async function project(toml: string, files: Record<string, string> = {}) {
  const parent = await mkdtemp(join(tmpdir(), "local-stack-project-"));
  const directory = join(parent, "supabase");
  await mkdir(directory);
  await writeFile(join(directory, "config.toml"), toml);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(directory, path, ".."), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return {
    directory,
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}

describe("[storage] of config.toml", () => {
  test("has the Supabase CLI's defaults and units", async () => {
    await using plain = await project("");
    expect((await readConfig(plain.directory)).storage).toEqual({
      enabled: true,
      file_size_limit: 50 * 1024 * 1024,
      buckets: {},
    });
    await using sized = await project(`
      [storage]
      file_size_limit = "1.5GB"
      [storage.buckets.a]
      file_size_limit = "10 kb"
    `);
    const { storage } = await readConfig(sized.directory);
    expect(storage.file_size_limit).toBe(1.5 * 1024 ** 3);
    expect(storage.buckets.a?.file_size_limit).toBe(10 * 1024);
    await using wrong = await project('[storage]\nfile_size_limit = "much"');
    await expect(readConfig(wrong.directory)).rejects.toMatchObject({ code: "config_invalid" });
  });
});

test("a stack has the buckets of config.toml, with their files, and takes them along", async () => {
  await using folder = await project(
    `
    [storage.buckets.images]
    public = true
    file_size_limit = "1MiB"
    allowed_mime_types = ["image/svg+xml", "text/plain"]
    objects_path = "./images"
    [storage.buckets.private]
    [storage.buckets.migrated]
    public = true
    `,
    {
      "images/logo.svg": "<svg/>",
      "images/deep/note.txt": "note",
      "images/refused.pdf": "not allowed",
      "migrations/20260102000000_buckets.sql": `
        insert into storage.buckets (id, name, file_size_limit) values ('migrated', 'migrated', 7);
      `,
    },
  );
  const home = await mkdtemp(join(tmpdir(), "local-stack-home-"));
  try {
    const stack = createStack({
      supabaseDirectory: folder.directory,
      home,
      ephemeral: true,
      portBase: 21_540,
    });
    const status = await stack.start();
    try {
      expect(stack.health().storage).toBe("healthy");
      const { storage } = createClient(status.API_URL, status.SECRET_KEY);
      expect(take(await storage.getBucket("images"))).toMatchObject({
        public: true,
        file_size_limit: 1024 * 1024,
        allowed_mime_types: ["image/svg+xml", "text/plain"],
      });
      expect(take(await storage.getBucket("private"))).toMatchObject({ public: false });
      expect(take(await storage.getBucket("migrated"))).toMatchObject({
        public: true,
        file_size_limit: 7,
      });
      const { publicUrl } = storage.from("images").getPublicUrl("deep/note.txt").data;
      expect(await (await fetch(publicUrl)).text()).toBe("note");
      expect(take(await storage.from("images").listV2({})).objects.map(({ name }) => name)).toEqual(
        ["deep/note.txt", "logo.svg"],
      );
    } finally {
      await stack.stop();
    }
    expect(await readdir(home)).not.toContain("storage");
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}, 120_000);

test("a stack whose Storage is turned off says so", async () => {
  await using folder = await project("[storage]\nenabled = false");
  await using stack = createStack({ supabaseDirectory: folder.directory, ephemeral: true });
  const status = await stack.start();
  const { error } = await createClient(status.API_URL, status.SECRET_KEY).storage.listBuckets();
  expect(error).toMatchObject({ status: 501 });
}, 120_000);
