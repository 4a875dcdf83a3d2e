import { everybody } from "../../helpers/everybody.ts";

const insert =
  "insert into project_members (organization_id, project_id, user_id) values ($1, $2, $3)";

everybody("sees who is in an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: (db, { acme, open, insider }) => db.count(insert, [acme.id, open.id, insider.id]),
  act: (db, { open }) => db.count("select from project_members where project_id = $1", [open.id]),
});

everybody("sees who is in a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) =>
    db.count("select from project_members where project_id = $1", [secret.id]),
});

everybody("adds somebody to an open project", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme, open, people }) => db.count(insert, [acme.id, open.id, people.viewer.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_members where project_id = $1", [open.id]),
});

everybody("adds themselves to a private project", {
  allowed: ["owner", "admin"],
  act: (db, { acme, secret, people }, actor) =>
    db.count(insert, [acme.id, secret.id, actor === "anon" ? null : people[actor].id]),
  untouched: (db, { secret }) =>
    db.all("select * from project_members where project_id = $1", [secret.id]),
});

everybody("removes somebody from a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret, insider }) =>
    db.count("delete from project_members where project_id = $1 and user_id = $2", [
      secret.id,
      insider.id,
    ]),
  untouched: (db, { secret }) =>
    db.all("select * from project_members where project_id = $1", [secret.id]),
});

everybody("removes somebody from an open project", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { acme, open, insider }) => db.count(insert, [acme.id, open.id, insider.id]),
  act: (db, { open }) => db.count("delete from project_members where project_id = $1", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_members where project_id = $1", [open.id]),
});

everybody("changes a row of project_members", {
  allowed: [],
  act: (db, { secret, people }) =>
    db.count("update project_members set user_id = $2 where project_id = $1", [
      secret.id,
      people.viewer.id,
    ]),
  untouched: (db, { secret }) =>
    db.all("select * from project_members where project_id = $1", [secret.id]),
});
