import { everybody } from "../../helpers/everybody.ts";

const insert = `
  insert into status_transitions (organization_id, project_id, from_status, to_status)
  values ($1, $2, 'todo', 'review')`;

everybody("sees the ways of an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: (db, { acme, open }) => db.count(insert, [acme.id, open.id]),
  act: (db, { open }) =>
    db.count("select from status_transitions where project_id = $1", [open.id]),
});

everybody("sees the ways of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { acme, secret }) => db.count(insert, [acme.id, secret.id]),
  act: (db, { secret }) =>
    db.count("select from status_transitions where project_id = $1", [secret.id]),
});

everybody("opens a way in an open project", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme, open }) => db.count(insert, [acme.id, open.id]),
  untouched: (db, { open }) =>
    db.all("select * from status_transitions where project_id = $1", [open.id]),
});

everybody("opens a way in a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { acme, secret }) => db.count(insert, [acme.id, secret.id]),
  untouched: (db, { secret }) =>
    db.all("select * from status_transitions where project_id = $1", [secret.id]),
});

everybody("closes a way", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { acme, open }) => db.count(insert, [acme.id, open.id]),
  act: (db, { open }) =>
    db.count("delete from status_transitions where project_id = $1", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from status_transitions where project_id = $1", [open.id]),
});

everybody("changes a way", {
  allowed: [],
  given: (db, { acme, open }) => db.count(insert, [acme.id, open.id]),
  act: (db, { open }) =>
    db.count("update status_transitions set to_status = 'done' where project_id = $1", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from status_transitions where project_id = $1", [open.id]),
});
