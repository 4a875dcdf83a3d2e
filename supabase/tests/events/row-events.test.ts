import { rowEventSchema } from "@flowdesk/types/topics";
import { describe, expect } from "vitest";
import { asUser, type Database } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { createAttachment, createComment, createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

describe("a changed row is told", () => {
  test("to the organization, with who did it and nothing of its content", async ({ db, world }) => {
    const { member } = world.people;
    const messages = await sentBy(db, async () => {
      const task = await createTask(db, world.open, { title: "Confidential", reporter: member });
      await asUser(db, member, () =>
        db.count("update tasks set title = 'Top secret' where id = $1", [task.id]),
      );
      await asUser(db, member, () => db.count("delete from tasks where id = $1", [task.id]));
    });
    expect(messages.map(({ topic, event }) => [topic, event])).toEqual([
      [`org:${world.acme.id}`, "DELETE"],
      [`org:${world.acme.id}`, "INSERT"],
      [`org:${world.acme.id}`, "UPDATE"],
    ]);
    for (const { payload } of messages) {
      expect(rowEventSchema.strict().parse(payload)).toMatchObject({
        table: "tasks",
        project_id: world.open.id,
      });
    }
    const [deleted, inserted, updated] = messages.map(({ payload }) => payload);
    expect(inserted).toMatchObject({ version: 1, actor_id: null });
    expect(updated).toMatchObject({ version: 2, actor_id: member.id });
    expect(deleted).toMatchObject({ version: 2, actor_id: member.id });
  });

  test("of a private project to that project only", async ({ db, world }) => {
    const messages = await sentBy(db, async () => {
      const task = await createTask(db, world.secret);
      await asUser(db, world.insider, async () => {
        await db.count("update tasks set status = 'done' where id = $1", [task.id]);
        await db.count("update projects set name = 'Hush' where id = $1", [world.secret.id]);
        await db.count("update project_statuses set name = 'Hm' where project_id = $1", [
          world.secret.id,
        ]);
        await db.count("delete from tasks where id = $1", [task.id]);
      });
    });
    expect(messages.length).toBeGreaterThan(4);
    expect(new Set(messages.map(({ topic }) => topic))).toEqual(
      new Set([`project:${world.secret.id}`]),
    );
  });

  test("of a project and of its statuses as well", async ({ db, world }) => {
    const messages = await sentBy(db, () =>
      asUser(db, world.people.manager, () =>
        db.one("insert into projects (organization_id, name) values ($1, 'New') returning id", [
          world.acme.id,
        ]),
      ),
    );
    const tables = messages.map(({ event, payload }) => `${event} ${payload.table}`);
    expect(tables.sort()).toEqual([
      ...Array.from({ length: 4 }, () => "INSERT project_statuses"),
      "INSERT projects",
    ]);
  });

  test("of comments and files where their task is told, and not of what it says", async ({
    db,
    world,
  }) => {
    const messages = await sentBy(db, async () => {
      const comment = await createComment(db, world.openTask, { body: "Confidential" });
      await db.count("update comments set body = 'Secret' where id = $1", [comment.id]);
      await createAttachment(db, world.secretTask, { name: "Secret.txt" });
    });
    const told = messages.map(({ topic, event, payload }) => [topic, event, payload.table]);
    expect(told).toEqual([
      [`org:${world.acme.id}`, "INSERT", "comments"],
      [`org:${world.acme.id}`, "UPDATE", "comments"],
      [`project:${world.secret.id}`, "INSERT", "attachments"],
    ]);
    for (const { payload } of messages) rowEventSchema.strict().parse(payload);
  });

  test("to those who lose sight of a project, and to those who keep it", async ({ db, world }) => {
    const messages = await sentBy(db, () =>
      asUser(db, world.people.manager, () =>
        db.count("update projects set visibility = 'private' where id = $1", [world.open.id]),
      ),
    );
    expect(messages.map(({ topic }) => topic)).toEqual([
      `org:${world.acme.id}`,
      `project:${world.open.id}`,
    ]);
  });

  test("once, when a whole project goes", async ({ db, world }) => {
    const messages = await sentBy(db, () =>
      asUser(db, world.people.owner, () =>
        db.count("delete from projects where id = $1", [world.open.id]),
      ),
    );
    expect(messages).toMatchObject([
      { topic: `org:${world.acme.id}`, event: "DELETE", payload: { table: "projects" } },
    ]);
  });

  test("not at all, when the change is refused", async ({ db, world }) => {
    const messages = await sentBy(db, () =>
      asUser(db, world.people.viewer, () =>
        db.count("update tasks set title = 'X' where id = $1", [world.openTask.id]),
      ),
    );
    expect(messages).toEqual([]);
  });
});

describe("many rows in one statement", () => {
  const insertMany = (db: Database, projectId: string, count: number) =>
    db.count(
      `insert into tasks (organization_id, project_id, title)
       select organization_id, id, 'Bulk' from projects, generate_series(1, $2) where id = $1`,
      [projectId, count],
    );

  test("are told one by one up to 50", async ({ db, world }) => {
    const messages = await sentBy(db, () => insertMany(db, world.open.id, 50));
    expect(messages).toHaveLength(50);
    expect(new Set(messages.map(({ payload }) => payload.id)).size).toBe(50);
  });

  test("become one RELOAD above", async ({ db, world }) => {
    const messages = await sentBy(db, () => insertMany(db, world.open.id, 51));
    expect(messages).toEqual([
      {
        topic: `org:${world.acme.id}`,
        event: "RELOAD",
        payload: expect.objectContaining({
          table: "tasks",
          id: null,
          project_id: world.open.id,
          version: null,
        }),
      },
    ]);
  });

  test("are counted for each project on its own", async ({ db, world }) => {
    await insertMany(db, world.open.id, 60);
    await insertMany(db, world.secret.id, 3);
    const messages = await sentBy(db, () =>
      asUser(db, world.people.owner, () =>
        db.count("update tasks set priority = 'low' where title = 'Bulk'"),
      ),
    );
    expect(messages.map(({ topic, event }) => [topic, event])).toEqual([
      [`org:${world.acme.id}`, "RELOAD"],
      ...Array.from({ length: 3 }, () => [`project:${world.secret.id}`, "UPDATE"]),
    ]);
  });
});
