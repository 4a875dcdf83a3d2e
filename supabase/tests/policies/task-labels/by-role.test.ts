import { randomUUID } from "node:crypto";
import type { Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { createLabel, createTask, putLabel, type Task } from "../../helpers/rows.ts";
import type { Actor, World } from "../../helpers/world.ts";

/** The task "Own" of whoever acts. */
async function ownTask(db: Database, world: World, actor: Actor): Promise<Task> {
  const reporter = actor === "anon" ? undefined : world.people[actor];
  return createTask(db, world.open, { title: "Own", ...(reporter ? { reporter } : {}) });
}
const untouched = (db: Database, { acme }: World) =>
  db.all("select * from task_labels where organization_id = $1 order by 1, 2, 3, 4", [acme.id]);

const label = async (db: Database, { acme }: World) => createLabel(db, acme);
const labelled = async (db: Database, world: World, task: Task) =>
  putLabel(db, task, await createLabel(db, world.acme));
/** The ids are those that set-up made; a caller need not see them to try. */
const put = (db: Database, world: World, title: string) =>
  db.count("insert into task_labels (organization_id, task_id, label_id) values ($1, $2, $3)", [
    world.acme.id,
    ids.get(`${world.acme.id} ${title}`),
    ids.get(`${world.acme.id} label`),
  ]);
const ids = new Map<string, string>();
async function remember(db: Database, world: World, title: string, task: Task): Promise<void> {
  ids.set(`${world.acme.id} ${title}`, task.id);
  ids.set(`${world.acme.id} label`, (await label(db, world)).id);
}

everybody("sees the labels of a task", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: (db, world) => labelled(db, world, world.openTask),
  act: (db, { openTask }) => db.count("select from task_labels where task_id = $1", [openTask.id]),
});

everybody("sees the labels of a private project's task without being in it", {
  allowed: ["owner", "admin"],
  given: (db, world) => labelled(db, world, world.secretTask),
  act: (db, { secretTask }) =>
    db.count("select from task_labels where task_id = $1", [secretTask.id]),
});

everybody("labels a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: (db, world) => remember(db, world, "Open", world.openTask),
  act: (db, world) => put(db, world, "Open"),
  untouched,
});

everybody("labels a task of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, world) => remember(db, world, "Secret", world.secretTask),
  act: (db, world) => put(db, world, "Secret"),
  untouched,
});

everybody("labels their own task", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, world, actor) => remember(db, world, "Own", await ownTask(db, world, actor)),
  act: (db, world) => put(db, world, "Own"),
  untouched,
});

everybody("labels a task that is not there", {
  allowed: [],
  given: async (db, world) =>
    remember(db, world, "Missing", { ...world.openTask, id: randomUUID() }),
  act: (db, world) => put(db, world, "Missing"),
  untouched,
});

everybody("takes a label off a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: (db, world) => labelled(db, world, world.openTask),
  act: (db, { openTask }) => db.count("delete from task_labels where task_id = $1", [openTask.id]),
  untouched,
});

everybody("takes a label off their own task", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, world, actor) => labelled(db, world, await ownTask(db, world, actor)),
  act: (db, { open }) => db.count("delete from task_labels where project_id = $1", [open.id]),
  untouched,
});
