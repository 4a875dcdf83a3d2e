import { everybody } from "../../helpers/everybody.ts";
import { createTask } from "../../helpers/rows.ts";

everybody("moves a task of somebody else", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { openTask }) => db.count("select move_task($1, 'review')", [openTask.id]),
  untouched: (db, { openTask }) => db.all("select * from tasks where id = $1", [openTask.id]),
});

everybody("moves a task of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secretTask }) => db.count("select move_task($1, 'review')", [secretTask.id]),
  untouched: (db, { secretTask }) => db.all("select * from tasks where id = $1", [secretTask.id]),
});

everybody("moves their own task", {
  allowed: ["owner", "admin", "manager", "member"],
  given: async (db, world, actor) => {
    if (actor === "anon") return;
    await createTask(db, world.open, { title: "Own", reporter: world.people[actor] });
  },
  act: (db, { open }) =>
    db.count("select move_task(id, 'done') from tasks where project_id = $1 and title = 'Own'", [
      open.id,
    ]),
  untouched: (db, { open }) =>
    db.all("select * from tasks where project_id = $1 and title = 'Own'", [open.id]),
});
