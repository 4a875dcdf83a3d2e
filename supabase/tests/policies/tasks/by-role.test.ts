import { asUser } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { createTask } from "../../helpers/rows.ts";

everybody("sees the tasks of an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { open }) => db.count("select from tasks where project_id = $1", [open.id]),
});

everybody("sees the tasks of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) => db.count("select from tasks where project_id = $1", [secret.id]),
});

everybody("sees the tasks of another organization", {
  allowed: ["stranger"],
  act: (db, { foreign }) => db.count("select from tasks where project_id = $1", [foreign.id]),
});

everybody("creates a task in an open project", {
  allowed: ["owner", "admin", "manager", "member"],
  act: (db, { open }) =>
    db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'New')", [
      open.organization_id,
      open.id,
    ]),
  untouched: (db, { open }) => db.all("select id from tasks where project_id = $1", [open.id]),
});

everybody("creates a task in a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) =>
    db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'New')", [
      secret.organization_id,
      secret.id,
    ]),
  untouched: (db, { secret }) => db.all("select id from tasks where project_id = $1", [secret.id]),
});

everybody("changes a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { openTask }) =>
    db.count("update tasks set title = 'Changed' where id = $1", [openTask.id]),
  untouched: (db, { openTask }) => db.all("select * from tasks where id = $1", [openTask.id]),
});

everybody("changes a task of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secretTask }) =>
    db.count("update tasks set title = 'Changed' where id = $1", [secretTask.id]),
  untouched: (db, { secretTask }) => db.all("select * from tasks where id = $1", [secretTask.id]),
});

everybody("changes a task that they reported", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, { open, people }, actor) => {
    if (actor === "anon") return;
    await createTask(db, open, { title: "Mine", reporter: people[actor] });
  },
  act: (db, _world) => db.count("update tasks set priority = 'high' where title = 'Mine'"),
  untouched: (db) => db.all("select * from tasks where title = 'Mine'"),
});

everybody("changes a task that they are assigned", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, { open, people }, actor) => {
    if (actor === "anon" || actor === "stranger" || actor === "suspended") return;
    await createTask(db, open, { title: "Mine", assignee: people[actor] });
  },
  act: (db) => db.count("update tasks set status = 'in_progress' where title = 'Mine'"),
  untouched: (db) => db.all("select * from tasks where title = 'Mine'"),
});

everybody("deletes a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { openTask }) => db.count("delete from tasks where id = $1", [openTask.id]),
  untouched: (db, { openTask }) => db.all("select id from tasks where id = $1", [openTask.id]),
});

everybody("deletes a task that they reported", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, { open, people }, actor) => {
    if (actor === "anon") return;
    await createTask(db, open, { title: "Mine", reporter: people[actor] });
  },
  act: (db) => db.count("delete from tasks where title = 'Mine'"),
  untouched: (db) => db.all("select id from tasks where title = 'Mine'"),
});

everybody("deletes a task that they are only assigned", {
  allowed: ["owner", "admin", "manager"],
  given: async (db, { open, people, insider }, actor) => {
    const isActiveMember = actor !== "anon" && actor !== "stranger" && actor !== "suspended";
    await createTask(db, open, {
      title: "Given",
      reporter: insider,
      ...(isActiveMember ? { assignee: people[actor] } : {}),
    });
  },
  act: (db) => db.count("delete from tasks where title = 'Given'"),
  untouched: (db) => db.all("select id from tasks where title = 'Given'"),
});

everybody("reads a private project's tasks after being let in", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: async (db, { secret, insider, people }, actor) => {
    if (actor === "anon" || actor === "stranger") return;
    const { id } = people[actor];
    // Who is suspended was let in before.
    await db.count("update memberships set is_active = true where user_id = $1", [id]);
    await asUser(db, insider, () =>
      db.count(
        `insert into project_members (organization_id, project_id, user_id) values ($1, $2, $3)
         on conflict do nothing`,
        [secret.organization_id, secret.id, id],
      ),
    );
    await db.count("update memberships set is_active = false where user_id = $1", [
      people.suspended.id,
    ]);
  },
  act: (db, { secret }) => db.count("select from tasks where project_id = $1", [secret.id]),
});
