import { everybody } from "../../helpers/everybody.ts";

const insert = `
  insert into project_statuses (organization_id, project_id, key, name, category, position)
  values ($1, $2, 'blocked', 'Blocked', 'in_progress', 'a2V')`;

everybody("sees the statuses of an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { open }) => db.count("select from project_statuses where project_id = $1", [open.id]),
});

everybody("sees the statuses of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) =>
    db.count("select from project_statuses where project_id = $1", [secret.id]),
});

everybody("adds a status to an open project", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme, open }) => db.count(insert, [acme.id, open.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_statuses where project_id = $1", [open.id]),
});

everybody("adds a status to a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { acme, secret }) => db.count(insert, [acme.id, secret.id]),
  untouched: (db, { secret }) =>
    db.all("select * from project_statuses where project_id = $1", [secret.id]),
});

everybody("renames a status", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open }) =>
    db.count(
      "update project_statuses set name = 'Later', wip_limit = 3 where project_id = $1 and key = 'todo'",
      [open.id],
    ),
  untouched: (db, { open }) =>
    db.all("select * from project_statuses where project_id = $1 order by key", [open.id]),
});

everybody("changes the key of a status", {
  allowed: [],
  act: (db, { open }) =>
    db.count("update project_statuses set key = 'later' where project_id = $1", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_statuses where project_id = $1 order by key", [open.id]),
});

everybody("removes a status that no task is in", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open }) =>
    db.count("delete from project_statuses where project_id = $1 and key = 'review'", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_statuses where project_id = $1", [open.id]),
});
