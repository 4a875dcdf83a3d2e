import type { Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { addDependency, createTask, type Task } from "../../helpers/rows.ts";
import type { World } from "../../helpers/world.ts";

const untouched = (db: Database, { acme }: World) =>
  db.all("select * from task_dependencies where organization_id = $1 order by 1, 3, 5", [acme.id]);

const wait = (db: Database, task: Task, blocker: Task) =>
  db.count(
    "insert into task_dependencies (organization_id, task_id, depends_on_id) values ($1, $2, $3)",
    [task.organization_id, task.id, blocker.id],
  );

/** An open task that the insider reported, with a title to find it by. */
const another = (db: Database, { open, insider }: World) =>
  createTask(db, open, { title: "Another", reporter: insider });

everybody("sees what a task waits for", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: async (db, world) => addDependency(db, world.openTask, await another(db, world)),
  act: (db, { openTask }) =>
    db.count("select from task_dependencies where task_id = $1", [openTask.id]),
});

everybody("sees that a task waits for one of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, world) => addDependency(db, world.openTask, world.secretTask),
  act: (db, { openTask }) =>
    db.count("select from task_dependencies where task_id = $1", [openTask.id]),
});

everybody("sees that a private project's task waits for an open one", {
  allowed: ["owner", "admin"],
  given: (db, world) => addDependency(db, world.secretTask, world.openTask),
  act: (db, { openTask }) =>
    db.count("select from task_dependencies where depends_on_id = $1", [openTask.id]),
});

everybody("makes a task of somebody else wait", {
  allowed: ["owner", "admin", "manager"],
  given: another,
  act: (db, { acme, openTask }) =>
    db.count(
      `insert into task_dependencies (organization_id, task_id, depends_on_id)
       select organization_id, $2, id from tasks where organization_id = $1 and title = 'Another'`,
      [acme.id, openTask.id],
    ),
  untouched,
});

everybody("makes a task wait for one of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { openTask, secretTask }) => wait(db, openTask, secretTask),
  untouched,
});

everybody("makes a private project's task wait without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { openTask, secretTask }) => wait(db, secretTask, openTask),
  untouched,
});

everybody("makes their own task wait for one of somebody else", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, world, actor) => {
    const reporter = actor === "anon" ? undefined : world.people[actor];
    await createTask(db, world.open, { title: "Own", ...(reporter ? { reporter } : {}) });
  },
  act: (db, { acme, openTask }) =>
    db.count(
      `insert into task_dependencies (organization_id, task_id, depends_on_id)
       select organization_id, id, $2 from tasks where organization_id = $1 and title = 'Own'`,
      [acme.id, openTask.id],
    ),
  untouched,
});

everybody("lets a task of somebody else wait no more", {
  allowed: ["owner", "admin", "manager"],
  given: async (db, world) => addDependency(db, world.openTask, await another(db, world)),
  act: (db, { openTask }) =>
    db.count("delete from task_dependencies where task_id = $1", [openTask.id]),
  untouched,
});

everybody("frees a task from one of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, world) => addDependency(db, world.openTask, world.secretTask),
  act: (db, { openTask }) =>
    db.count("delete from task_dependencies where task_id = $1", [openTask.id]),
  untouched,
});
