import { describe, expect, test } from "vitest";
import { committed, crossing } from "../helpers/crossing.ts";
import { asUser, connect, type Database } from "../helpers/database.ts";
import {
  addDependency,
  createClient,
  createMember,
  createOrganization,
  createProject,
  createTask,
} from "../helpers/rows.ts";

/** An organization with a manager and three tasks in one column. */
async function setUp(db: Database) {
  return committed(db, async () => {
    const organization = await createOrganization(db);
    const project = await createProject(db, organization);
    return {
      organization,
      project,
      manager: await createMember(db, organization, "manager"),
      a: await createTask(db, project, { title: "a" }),
      b: await createTask(db, project, { title: "b" }),
      c: await createTask(db, project, { title: "c" }),
      d: await createTask(db, project, { title: "d" }),
    };
  });
}

async function openBlockersOf(db: Database, task: { id: string }) {
  return db.one("select open_blockers from tasks where id = $1", [task.id]);
}

describe("at the same instant", () => {
  test("two tasks dropped at one place both get there, one behind the other", async () => {
    await using db = await connect();
    const { manager, project, a, b, c, d } = await setUp(db);
    const drop = (id: string) => (on: Database) =>
      asUser(on, manager, () =>
        on.one("select move_task($1, before_id => $2, after_id => $3)", [id, b.id, a.id]),
      );
    expect(await crossing(drop(c.id), drop(d.id))).toEqual(["succeeded", "succeeded"]);
    const column = await db.all<{ title: string; position: string }>(
      "select title, position from tasks where project_id = $1 order by position",
      [project.id],
    );
    expect(column.map(({ title }) => title)).toEqual(["a", "d", "c", "b"]);
    expect(new Set(column.map(({ position }) => position)).size).toBe(4);
  });

  test("of two who drag one task, the second hears of the first if it asks", async () => {
    await using db = await connect();
    const { manager, a } = await setUp(db);
    const drag = (status: string) => (on: Database) =>
      asUser(on, manager, () =>
        on.one("select move_task($1, $2, version => $3)", [a.id, status, a.version]),
      );
    expect(await crossing(drag("review"), drag("done"))).toEqual(["succeeded", "version_conflict"]);
  });

  test("two tasks do not begin to wait for each other", async () => {
    await using db = await connect();
    const { a, b } = await setUp(db);
    const outcomes = await crossing(
      (on) => addDependency(on, a, b),
      (on) => addDependency(on, b, a),
    );
    expect(outcomes).toEqual(["succeeded", "dependency_cycle"]);
    expect(await openBlockersOf(db, a)).toEqual({ open_blockers: 1 });
    expect(await openBlockersOf(db, b)).toEqual({ open_blockers: 0 });
  });

  test("a circle of three is not closed from both ends", async () => {
    await using db = await connect();
    const { a, b, c } = await setUp(db);
    await committed(db, () => addDependency(db, a, b));
    const outcomes = await crossing(
      (on) => addDependency(on, b, c),
      (on) => addDependency(on, c, a),
    );
    expect(outcomes).toEqual(["succeeded", "dependency_cycle"]);
  });

  test("a blocker that is completed while a task begins to wait does not block it", async () => {
    await using db = await connect();
    const { a, b } = await setUp(db);
    const outcomes = await crossing(
      (on) => on.count("update tasks set status = 'done' where id = $1", [b.id]),
      (on) => addDependency(on, a, b),
    );
    expect(outcomes).toEqual(["succeeded", "succeeded"]);
    expect(await openBlockersOf(db, a)).toEqual({ open_blockers: 0 });
  });

  test("a task that begins to wait for a blocker just being completed waits no more", async () => {
    await using db = await connect();
    const { a, b } = await setUp(db);
    const outcomes = await crossing(
      (on) => addDependency(on, a, b),
      (on) => on.count("update tasks set status = 'done' where id = $1", [b.id]),
    );
    expect(outcomes).toEqual(["succeeded", "succeeded"]);
    expect(await openBlockersOf(db, a)).toEqual({ open_blockers: 0 });
  });

  test("two blockers completed together leave none open", async () => {
    await using db = await connect();
    const { a, b, c } = await setUp(db);
    await committed(db, async () => {
      await addDependency(db, a, b);
      await addDependency(db, a, c);
    });
    const complete = (id: string) => (on: Database) =>
      on.count("update tasks set status = 'done' where id = $1", [id]);
    expect(await crossing(complete(b.id), complete(c.id))).toEqual(["succeeded", "succeeded"]);
    expect(await openBlockersOf(db, a)).toEqual({ open_blockers: 0 });
  });

  test("two primary contacts of a client become one", async () => {
    await using db = await connect();
    const { organization, manager } = await setUp(db);
    const client = await committed(db, () => createClient(db, organization));
    const add = (name: string) => (on: Database) =>
      asUser(on, manager, () =>
        on.count(
          `insert into client_contacts (organization_id, client_id, name, is_primary)
           values ($1, $2, $3, true)`,
          [organization.id, client.id, name],
        ),
      );
    expect(await crossing(add("Ida"), add("Per"))).toEqual(["succeeded", "succeeded"]);
    const primary = await db.all(
      "select name from client_contacts where client_id = $1 and is_primary",
      [client.id],
    );
    expect(primary).toEqual([{ name: "Per" }]);
  });

  test("two who delete the last two statuses leave one", async () => {
    await using db = await connect();
    const project = await committed(db, async () => {
      const project = await createProject(db, await createOrganization(db));
      await db.count("delete from project_statuses where project_id = $1 and key <> all ($2)", [
        project.id,
        ["todo", "done"],
      ]);
      return project;
    });
    const remove = (key: string) => (on: Database) =>
      on.count("delete from project_statuses where project_id = $1 and key = $2", [
        project.id,
        key,
      ]);
    expect(await crossing(remove("todo"), remove("done"))).toEqual(["succeeded", "last_status"]);
  });

  test("two projects with one chosen key: the second hears that it is taken", async () => {
    await using db = await connect();
    const { organization, manager } = await setUp(db);
    const create = (on: Database) =>
      asUser(on, manager, () =>
        on.count("insert into projects (organization_id, name, key) values ($1, 'New', 'SAME')", [
          organization.id,
        ]),
      );
    expect(await crossing(create, create)).toEqual(["succeeded", "key_taken"]);
  });

  test("nobody becomes lead while being suspended", async () => {
    await using db = await connect();
    const { project, manager } = await setUp(db);
    const outcomes = await crossing(
      (on) => on.count("update memberships set is_active = false where user_id = $1", [manager.id]),
      (on) => on.count("update projects set lead_id = $2 where id = $1", [project.id, manager.id]),
    );
    expect(outcomes).toEqual(["succeeded", "member_suspended"]);
  });

  test("nobody is assigned to what turns private without them", async () => {
    await using db = await connect();
    const { project, a, manager } = await setUp(db);
    const hide = (on: Database) =>
      on.count("update projects set visibility = 'private' where id = $1", [project.id]);
    const assign = (on: Database) =>
      on.count("update tasks set assignee_id = $2 where id = $1", [a.id, manager.id]);
    expect(await crossing(hide, assign)).toEqual(["succeeded", "assignee_not_in_project"]);
  });

  test("who was just assigned is let in where the project turns private", async () => {
    await using db = await connect();
    const { project, a, manager } = await setUp(db);
    const assign = (on: Database) =>
      on.count("update tasks set assignee_id = $2 where id = $1", [a.id, manager.id]);
    const hide = (on: Database) =>
      on.count("update projects set visibility = 'private' where id = $1", [project.id]);
    expect(await crossing(assign, hide)).toEqual(["succeeded", "succeeded"]);
    const inside = await db.all("select user_id from project_members where project_id = $1", [
      project.id,
    ]);
    expect(inside).toEqual([{ user_id: manager.id }]);
  });
});
