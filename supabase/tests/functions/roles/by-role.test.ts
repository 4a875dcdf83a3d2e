import { asUser, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import type { World } from "../../helpers/world.ts";

const look = (db: Database) =>
  db.all(
    `select roles.*, array(
       select permission from role_permissions as held
       where held.organization_id = roles.organization_id and held.role = roles.key order by 1
     ) as permissions
     from roles order by organization_id, key`,
  );

const createReader = (db: Database, { acme, people }: World) =>
  asUser(db, people.owner, () =>
    db.one("select create_role($1, 'Reader', '{tasks.read}')", [acme.id]),
  );

everybody("adds a role that reads tasks", {
  allowed: ["owner", "admin"],
  act: (db, { acme }) => db.count("select create_role($1, 'Reader', '{tasks.read}')", [acme.id]),
  untouched: look,
});

everybody("adds a role that exports everything", {
  allowed: ["owner"],
  act: (db, { acme }) =>
    db.count("select create_role($1, 'Copier', '{organization.export}')", [acme.id]),
  untouched: look,
});

everybody("calls members employees", {
  allowed: ["owner", "admin"],
  act: (db, { acme }) => db.count("select update_role($1, 'member', 'Employee')", [acme.id]),
  untouched: look,
});

everybody("calls owners bosses", {
  allowed: ["owner"],
  act: (db, { acme }) => db.count("select update_role($1, 'owner', 'Boss')", [acme.id]),
  untouched: look,
});

everybody("lets viewers track time", {
  allowed: ["owner", "admin"],
  act: (db, { acme }) =>
    db.count(
      "select set_role_permissions($1, 'viewer', '{organization.read,tasks.read,time.track}')",
      [acme.id],
    ),
  untouched: look,
});

everybody("lets viewers delete the organization", {
  allowed: ["owner"],
  act: (db, { acme }) =>
    db.count("select set_role_permissions($1, 'viewer', '{organization.delete}')", [acme.id]),
  untouched: look,
});

everybody("removes a role that nobody has", {
  allowed: ["owner", "admin"],
  given: createReader,
  act: (db, { acme }) => db.count("select delete_role($1, 'reader')", [acme.id]),
  untouched: look,
});
