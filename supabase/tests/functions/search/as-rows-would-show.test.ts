import fc from "fast-check";
import { describe, expect } from "vitest";
import { asService, type Database } from "../../helpers/database.ts";
import { createAttachment, createComment, createProject, createTask } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import { asActor, type World } from "../../helpers/world.ts";

const readers = ["owner", "admin", "manager", "member", "viewer"] as const;
const words = ["amber", "birch", "cobalt", "dune"] as const;

/** The tables behind the kinds, and where in them the words stand. */
const sources = [
  { kind: "task", table: "tasks", text: "concat_ws(' ', title, description)" },
  { kind: "project", table: "projects", text: "concat_ws(' ', name, description)" },
  { kind: "comment", table: "comments", text: "body" },
  { kind: "file", table: "attachments", text: "name" },
  { kind: "client", table: "clients", text: "concat_ws(' ', name, city, notes)" },
] as const;

const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
const task = fc.record({ secret: fc.boolean(), title: text, description: text });

async function foundBySearch(db: Database, world: World, word: string): Promise<string[]> {
  const rows = await db.all<{ found: string }>(
    "select kind || ' ' || id as found from search($1, $2, null, 100) order by 1",
    [world.acme.id, word],
  );
  return rows.map((row) => row.found);
}

/** What the caller's own reading of each table gives. */
async function foundByReading(db: Database, world: World, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const { kind, table, text: column } of sources) {
    const rows = await db.all<{ id: string }>(
      `select id from ${table} where organization_id = $1 and ${column} ~* ('(\\m|_)' || $2)`,
      [world.acme.id, word],
    );
    found.push(...rows.map((row) => `${kind} ${row.id}`));
  }
  return found.sort();
}

describe("search", () => {
  test("finds for everybody exactly what they could read row by row", async ({ db, world }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(task, { maxLength: 8 }),
        fc.constantFrom(...readers),
        fc.constantFrom(...words),
        async (tasks, reader, word) => {
          await db.all("savepoint world");
          try {
            const hidden = await createProject(db, world.acme, {
              name: `Project ${words[0]}`,
              visibility: "private",
            });
            await asService(db, () =>
              db.count("insert into clients (organization_id, name, city) values ($1, $2, $3)", [
                world.acme.id,
                words[1],
                words[2],
              ]),
            );
            for (const { secret, title, description } of tasks) {
              const created = await createTask(db, secret ? hidden : world.open, {
                title: title.join(" "),
              });
              await createComment(db, created, { body: title.join("\n") });
              await createAttachment(db, created, { name: `${description.join("_")}.pdf` });
              await asService(db, () =>
                db.count("update tasks set description = $2 where id = $1", [
                  created.id,
                  description.join(" "),
                ]),
              );
            }
            const [bySearch, byReading] = await asActor(db, world, reader, async (own) => [
              await foundBySearch(own, world, word),
              await foundByReading(own, world, word),
            ]);
            expect(bySearch).toEqual(byReading);
          } finally {
            await db.all("rollback to savepoint world");
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("shows nobody else's private project, not even by a typo", async ({ db, world }) => {
    await createTask(db, world.secret, { title: "Hippopotamus" });
    for (const word of ["hippopotamus", "hipopotamus", "secret", world.secret.key]) {
      expect(await asActor(db, world, "manager", (own) => foundBySearch(own, world, word))).toEqual(
        [],
      );
    }
    expect(
      await asActor(db, world, "owner", (own) => foundBySearch(own, world, "hipopotamus")),
    ).toHaveLength(1);
  });

  test("tells the key of a project to nobody who may not read projects", async ({ db, world }) => {
    const keys = () =>
      asActor(db, world, "viewer", (own) =>
        own.all<{ kind: string; key: string | null }>(
          "select distinct kind, key from search($1, 'open')",
          [world.acme.id],
        ),
      );
    const key = `${world.open.key}-${world.openTask.number}`;
    expect(await keys()).toContainEqual({ kind: "task", key });
    await asService(db, () =>
      db.count(
        `delete from role_permissions
         where organization_id = $1 and role = 'viewer' and permission = 'projects.read'`,
        [world.acme.id],
      ),
    );
    expect(await keys()).toEqual([{ kind: "task", key: null }]);

    // A key is no way to a task for them, spelled right or wrong.
    const zebra = await createTask(db, world.open, { title: "Zebra" });
    for (const words of [`${world.open.key}-${zebra.number}`, `OPNE-${zebra.number}`]) {
      const found = await asActor(db, world, "viewer", (own) => foundBySearch(own, world, words));
      expect(found).not.toContain(`task ${zebra.id}`);
    }
  });
});
