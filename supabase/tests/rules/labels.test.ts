import { expect } from "vitest";
import { asService, asUser, type Database } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { createLabel, putLabel } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

const add = (db: Database, world: World, name: string) =>
  codeOf(
    asUser(db, world.people.manager, () =>
      db.count("insert into labels (organization_id, name) values ($1, $2)", [world.acme.id, name]),
    ),
  );

test("a label's name is taken whatever its capitals, in this organization only", async ({
  db,
  world,
}) => {
  await createLabel(db, world.globex, "Bug");
  expect(await add(db, world, "Bug")).toBe("succeeded");
  expect(await add(db, world, "bug")).toBe("23505");
});

test("a label of another organization cannot be put on a task", async ({ db, world }) => {
  const foreign = await createLabel(db, world.globex);
  expect(await codeOf(putLabel(db, world.openTask, foreign))).toBe("23503");
});

test("a label is put on a task under its own project only", async ({ db, world }) => {
  const label = await createLabel(db, world.acme);
  const put = (project: string | null) =>
    codeOf(
      asUser(db, world.people.owner, () =>
        db.count(
          `insert into task_labels (organization_id, project_id, task_id, label_id)
           values ($1, $2, $3, $4)`,
          [world.acme.id, project, world.openTask.id, label.id],
        ),
      ),
    );
  expect(await put(world.secret.id)).toBe("23503");
  expect(await put(world.foreign.id)).toBe("23503");
  expect(await put(null)).toBe("succeeded");
  const rows = await db.all("select project_id from task_labels where label_id = $1", [label.id]);
  expect(rows).toEqual([{ project_id: world.open.id }]);
});

test("a task of a hidden project is refused like one that is not there", async ({ db, world }) => {
  const label = await createLabel(db, world.acme);
  const put = (task: string) =>
    asUser(db, world.people.manager, () =>
      db.count("insert into task_labels (organization_id, task_id, label_id) values ($1, $2, $3)", [
        world.acme.id,
        task,
        label.id,
      ]),
    ).catch(({ code, message }: { code: string; message: string }) => ({ code, message }));
  const hidden = await put(world.secretTask.id);
  expect(hidden).toMatchObject({ code: REFUSED });
  expect(await put(label.id)).toEqual(hidden);
});

test("a label on a task is told as a change of that task's labels", async ({ db, world }) => {
  const label = await createLabel(db, world.acme);
  const { owner } = world.people;
  const sent = await sentBy(db, async () => {
    await putLabel(db, world.openTask, label);
    await putLabel(db, world.secretTask, label);
    await asUser(db, owner, () =>
      db.count("delete from task_labels where task_id = $1", [world.openTask.id]),
    );
  });
  const payload = { table: "task_labels", version: null };
  const open = { ...payload, id: world.openTask.id, project_id: world.open.id };
  const secret = { ...payload, id: world.secretTask.id, project_id: world.secret.id };
  expect(sent).toEqual([
    { topic: `org:${world.acme.id}`, event: "DELETE", payload: { ...open, actor_id: owner.id } },
    { topic: `org:${world.acme.id}`, event: "INSERT", payload: { ...open, actor_id: null } },
    {
      topic: `project:${world.secret.id}`,
      event: "INSERT",
      payload: { ...secret, actor_id: null },
    },
  ]);
});

test("a deleted label says so once, however many tasks had it", async ({ db, world }) => {
  const label = await createLabel(db, world.acme);
  await putLabel(db, world.openTask, label);
  const sent = await sentBy(db, () =>
    asService(db, () => db.count("delete from labels where id = $1", [label.id])),
  );
  expect(sent.map(({ payload }) => payload.table)).toEqual(["labels"]);
});
