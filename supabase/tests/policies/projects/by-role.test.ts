import { asService } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";

everybody("sees an open project", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { open }) => db.count("select from projects where id = $1", [open.id]),
});

everybody("sees a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) => db.count("select from projects where id = $1", [secret.id]),
});

everybody("sees another organization's project", {
  allowed: ["stranger"],
  act: (db, { foreign }) => db.count("select from projects where id = $1", [foreign.id]),
});

everybody("creates a project", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme }) =>
    db.count("insert into projects (organization_id, name) values ($1, 'New')", [acme.id]),
  untouched: (db, { acme }) =>
    db.all("select id from projects where organization_id = $1", [acme.id]),
});

everybody("creates a private project and gets it back", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme }) =>
    db.count(
      `insert into projects (organization_id, name, visibility) values ($1, 'New', 'private')
       returning id, name, created_by`,
      [acme.id],
    ),
  untouched: (db, { acme }) =>
    db.all("select id from projects where organization_id = $1", [acme.id]),
});

everybody("changes an open project", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open }) => db.count("update projects set name = 'Changed' where id = $1", [open.id]),
  untouched: (db, { open }) => db.all("select * from projects where id = $1", [open.id]),
});

everybody("changes a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) =>
    db.count("update projects set visibility = 'organization' where id = $1", [secret.id]),
  untouched: (db, { secret }) => db.all("select * from projects where id = $1", [secret.id]),
});

everybody("deletes an open project", {
  allowed: ["owner", "admin"],
  act: (db, { open }) => db.count("delete from projects where id = $1", [open.id]),
  untouched: (db, { open }) => db.all("select id from projects where id = $1", [open.id]),
});

everybody("deletes a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) => db.count("delete from projects where id = $1", [secret.id]),
  untouched: (db, { secret }) => db.all("select id from projects where id = $1", [secret.id]),
});

everybody("archives a project", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open }) =>
    db.count("update projects set archived_at = now() where id = $1", [open.id]),
  untouched: (db, { open }) => db.all("select archived_at from projects where id = $1", [open.id]),
});

everybody("brings a project back from the archive", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { open }) =>
    asService(db, () =>
      db.count("update projects set archived_at = now() where id = $1", [open.id]),
    ),
  act: (db, { open }) =>
    db.count("update projects set archived_at = null where id = $1", [open.id]),
  untouched: (db, { open }) => db.all("select archived_at from projects where id = $1", [open.id]),
});
