import { everybody } from "../../helpers/everybody.ts";

everybody("sees the roles", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { acme }) => db.count("select from roles where organization_id = $1", [acme.id]),
});

everybody("sees what the roles hold", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { acme }) =>
    db.count("select from role_permissions where organization_id = $1", [acme.id]),
});

everybody("adds a role by hand", {
  allowed: [],
  act: (db, { acme }) =>
    db.count("insert into roles (organization_id, key, name) values ($1, 'boss', 'Boss')", [
      acme.id,
    ]),
  untouched: (db, { acme }) =>
    db.all("select * from roles where organization_id = $1 order by key", [acme.id]),
});

everybody("renames a role by hand", {
  allowed: [],
  act: (db, { acme }) =>
    db.count("update roles set name = 'Boss' where organization_id = $1", [acme.id]),
  untouched: (db, { acme }) =>
    db.all("select * from roles where organization_id = $1 order by key", [acme.id]),
});

everybody("removes a role by hand", {
  allowed: [],
  act: (db, { acme }) =>
    db.count("delete from roles where organization_id = $1 and key = 'viewer'", [acme.id]),
  untouched: (db, { acme }) =>
    db.all("select * from roles where organization_id = $1 order by key", [acme.id]),
});

everybody("gives a role a permission by hand", {
  allowed: [],
  act: (db, { acme }) =>
    db.count(
      `insert into role_permissions (organization_id, role, permission)
       values ($1, 'viewer', 'organization.delete')`,
      [acme.id],
    ),
  untouched: (db, { acme }) =>
    db.all("select * from role_permissions where organization_id = $1 and role = 'viewer'", [
      acme.id,
    ]),
});

everybody("takes a permission from a role by hand", {
  allowed: [],
  act: (db, { acme }) =>
    db.count("delete from role_permissions where organization_id = $1", [acme.id]),
  untouched: (db, { acme }) =>
    db.one("select count(*) from role_permissions where organization_id = $1", [acme.id]),
});
