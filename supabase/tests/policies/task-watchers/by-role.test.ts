import type { Database } from "../../helpers/database.ts";
import { asService } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { createTask, type Task } from "../../helpers/rows.ts";
import type { Actor, World } from "../../helpers/world.ts";

const untouched = (db: Database, { acme }: World) =>
  db.all("select * from task_watchers where organization_id = $1 order by 1, 2, 3, 4", [acme.id]);

const watch = (db: Database, task: Task, user: string | undefined) =>
  db.count("insert into task_watchers (organization_id, task_id, user_id) values ($1, $2, $3)", [
    task.organization_id,
    task.id,
    user ?? null,
  ]);

const idOf = ({ people }: World, actor: Actor) => (actor === "anon" ? undefined : people[actor].id);

/** The task "Own" of whoever acts, found again by its title. */
async function createOwnTask(db: Database, world: World, actor: Actor): Promise<void> {
  const reporter = actor === "anon" ? undefined : world.people[actor];
  await createTask(db, world.open, { title: "Own", ...(reporter ? { reporter } : {}) });
}

everybody("sees who watches a task", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { openTask }) =>
    db.count("select from task_watchers where task_id = $1", [openTask.id]),
});

everybody("sees who watches a private project's task without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secretTask }) =>
    db.count("select from task_watchers where task_id = $1", [secretTask.id]),
});

everybody("begins to watch a task", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, world, actor) => watch(db, world.openTask, idOf(world, actor)),
  untouched,
});

everybody("begins to watch a private project's task without being in it", {
  allowed: ["owner", "admin"],
  act: (db, world, actor) => watch(db, world.secretTask, idOf(world, actor)),
  untouched,
});

everybody("makes a colleague watch a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { people, openTask }) =>
    asService(db, () =>
      db.count("delete from task_watchers where task_id = $1 and user_id = $2", [
        openTask.id,
        people.viewer.id,
      ]),
    ),
  // The viewer's own attempt is the one above.
  act: (db, world, actor) =>
    watch(db, world.openTask, actor === "viewer" ? world.insider.id : world.people.viewer.id),
  untouched,
});

everybody("makes a colleague watch their own task", {
  allowed: ["owner", "admin", "manager", "member"],
  given: createOwnTask,
  act: (db, { acme, insider }) =>
    db.count(
      `insert into task_watchers (organization_id, task_id, user_id)
       select organization_id, id, $2 from tasks where organization_id = $1 and title = 'Own'`,
      [acme.id, insider.id],
    ),
  untouched,
});

everybody("stops watching a task", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: async (db, world, actor) => {
    const user = idOf(world, actor);
    if (!user || actor === "stranger") return;
    await asService(db, () => watch(db, world.openTask, user)).catch(() => undefined);
  },
  act: (db, world, actor) =>
    db.count("delete from task_watchers where task_id = $1 and user_id = $2", [
      world.openTask.id,
      idOf(world, actor) ?? world.insider.id,
    ]),
  untouched,
});

everybody("makes a colleague stop watching a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { openTask, insider }) =>
    db.count("delete from task_watchers where task_id = $1 and user_id = $2", [
      openTask.id,
      insider.id,
    ]),
  untouched,
});
