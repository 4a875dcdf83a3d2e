import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { createStack } from "../../src/index.ts";
import { copyNotesProject } from "../support/project.ts";

test("a migration added later is applied at the next start, and the rows stay", async ({
  expect,
}) => {
  await using project = await copyNotesProject();
  const options = { ...project, home: join(project.path, "home"), portBase: 19_030 };
  const first = createStack(options);
  await first.start();
  await first.stop();
  await writeFile(
    join(project.supabaseDirectory, "migrations/20260102000000_notes_pinned.sql"),
    "alter table public.notes add column is_pinned boolean not null default true;",
  );

  await using second = createStack(options);
  const status = await second.start();
  const { data } = await createClient(status.API_URL, status.SECRET_KEY)
    .from("notes")
    .select("body, is_pinned");
  expect(data).toEqual([{ body: "from the seed", is_pinned: true }]);
});

test("a migration that was changed after it ran is refused by name, and nothing is lost", async ({
  expect,
}) => {
  await using project = await copyNotesProject();
  const options = { ...project, home: join(project.path, "home"), portBase: 19_040 };
  const migration = join(project.supabaseDirectory, "migrations/20260101000000_notes_table.sql");
  const first = createStack(options);
  await first.start();
  await first.stop();

  await appendFile(migration, "-- an afterthought\n");
  const second = createStack(options);
  await expect(second.start()).rejects.toMatchObject({
    code: "migration_failed",
    message: expect.stringContaining("20260101000000_notes_table.sql was changed"),
  });

  await rm(migration);
  await expect(createStack(options).start()).rejects.toMatchObject({
    code: "migration_failed",
    message: expect.stringContaining("20260101000000 was removed"),
  });
});

test("a failing migration is told by file and reason, without the password", async ({ expect }) => {
  await using project = await copyNotesProject();
  await writeFile(
    join(project.supabaseDirectory, "migrations/20260102000000_notes_broken.sql"),
    "alter table public.nowhere add column x int;",
  );
  const stack = createStack({ ...project, home: join(project.path, "home"), portBase: 19_050 });
  const failure = await stack.start().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: "migration_failed" });
  const message = String(failure);
  expect(message).toContain("20260102000000_notes_broken.sql");
  expect(message).toContain('relation "public.nowhere" does not exist');
  expect(message).not.toContain("postgresql://");
});

test("what hosted refuses a migration is refused here", async () => {
  await using project = await copyNotesProject();
  await writeFile(
    join(project.supabaseDirectory, "migrations/20260102000000_notes_platform.sql"),
    "alter table auth.users add column nickname text;",
  );
  const stack = createStack({ ...project, home: join(project.path, "home"), portBase: 19_060 });
  await expect(stack.start()).rejects.toMatchObject({
    code: "migration_failed",
    message: expect.stringContaining("must be owner of auth.users"),
  });
});
