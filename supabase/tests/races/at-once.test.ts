import { describe, expect, test } from "vitest";
import { committed, crossing } from "../helpers/crossing.ts";
import { asUser, connect, type Database } from "../helpers/database.ts";
import { createMember, createOrganization, createProject, createTask } from "../helpers/rows.ts";

describe("at the same instant", () => {
  test("two owners who demote each other leave one", async () => {
    await using db = await connect();
    const { acme, ann, bob } = await committed(db, async () => {
      const acme = await createOrganization(db);
      return {
        acme,
        ann: await createMember(db, acme, "owner"),
        bob: await createMember(db, acme, "owner"),
      };
    });
    const demote = (id: string) => (on: Database) =>
      on.count("update memberships set role = 'member' where user_id = $1", [id]);
    expect(await crossing(demote(bob.id), demote(ann.id))).toEqual(["succeeded", "last_owner"]);
    const owners = await db.all(
      "select user_id from memberships where organization_id = $1 and role = 'owner'",
      [acme.id],
    );
    expect(owners).toEqual([{ user_id: ann.id }]);
  });

  test("two owners who leave do not leave the organization alone", async () => {
    await using db = await connect();
    const { ann, bob } = await committed(db, async () => {
      const acme = await createOrganization(db);
      return {
        ann: await createMember(db, acme, "owner"),
        bob: await createMember(db, acme, "owner"),
      };
    });
    const leave = (id: string) => (on: Database) =>
      on.count("delete from memberships where user_id = $1", [id]);
    expect(await crossing(leave(bob.id), leave(ann.id))).toEqual(["succeeded", "last_owner"]);
  });

  test("two new tasks get two numbers and two positions", async () => {
    await using db = await connect();
    const { member, project } = await committed(db, async () => {
      const acme = await createOrganization(db);
      return {
        member: await createMember(db, acme, "member"),
        project: await createProject(db, acme),
      };
    });
    const create = (on: Database) =>
      asUser(on, member, () =>
        on.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'New')", [
          project.organization_id,
          project.id,
        ]),
      );
    expect(await crossing(create, create)).toEqual(["succeeded", "succeeded"]);
    const rows = await db.all(
      "select number, position from tasks where project_id = $1 order by number",
      [project.id],
    );
    expect(rows).toEqual([
      { number: 1, position: "a0" },
      { number: 2, position: "a1" },
    ]);
  });

  test("two projects named alike get two keys", async () => {
    await using db = await connect();
    const acme = await committed(db, () => createOrganization(db));
    const create = (on: Database) => createProject(on, acme, { name: "Same name" });
    expect(await crossing(create, create)).toEqual(["succeeded", "succeeded"]);
    const rows = await db.all("select key from projects where organization_id = $1 order by key", [
      acme.id,
    ]);
    expect(rows).toEqual([{ key: "SN" }, { key: "SN2" }]);
  });

  test("two sign-ups with the same organization name get two slugs", async () => {
    await using db = await connect();
    const name = `Twin ${Date.now()}`;
    const signUp = (on: Database) =>
      on.count(
        `insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
         select id, id || '@people.example', now(), jsonb_build_object('organization_name', $1::text)
         from gen_random_uuid() as id`,
        [name],
      );
    expect(await crossing(signUp, signUp)).toEqual(["succeeded", "succeeded"]);
    const rows = await db.all<{ slug: string }>(
      "select slug from organizations where name = $1 order by slug",
      [name],
    );
    expect(new Set(rows.map(({ slug }) => slug)).size).toBe(2);
  });

  test("two tasks do not become each other's parent", async () => {
    await using db = await connect();
    const { a, b } = await committed(db, async () => {
      const project = await createProject(db, await createOrganization(db));
      return { a: await createTask(db, project), b: await createTask(db, project) };
    });
    const put = (id: string, parent: string) => (on: Database) =>
      on.count("update tasks set parent_id = $2 where id = $1", [id, parent]);
    const outcomes = await crossing(put(a.id, b.id), put(b.id, a.id));
    expect(outcomes).toEqual(["succeeded", "task_cycle"]);
  });

  test("nobody is assigned while being suspended", async () => {
    await using db = await connect();
    const { member, task } = await committed(db, async () => {
      const acme = await createOrganization(db);
      return {
        member: await createMember(db, acme, "member"),
        task: await createTask(db, await createProject(db, acme)),
      };
    });
    const outcomes = await crossing(
      (on) => on.count("update memberships set is_active = false where user_id = $1", [member.id]),
      (on) => on.count("update tasks set assignee_id = $2 where id = $1", [task.id, member.id]),
    );
    expect(outcomes).toEqual(["succeeded", "assignee_not_active"]);
  });
});
