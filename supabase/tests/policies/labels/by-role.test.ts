import type { Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { createLabel } from "../../helpers/rows.ts";
import type { World } from "../../helpers/world.ts";

const given = (db: Database, { acme }: World) => createLabel(db, acme);
const untouched = (db: Database, { acme }: World) =>
  db.all("select * from labels where organization_id = $1 order by id", [acme.id]);

everybody("sees the labels", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given,
  act: (db, { acme }) => db.count("select from labels where organization_id = $1", [acme.id]),
});

everybody("sees another organization's labels", {
  allowed: ["stranger"],
  given: (db, { globex }) => createLabel(db, globex),
  act: (db, { globex }) => db.count("select from labels where organization_id = $1", [globex.id]),
});

everybody("adds a label and gets it back", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme }) =>
    db.count("insert into labels (organization_id, name) values ($1, 'New') returning *", [
      acme.id,
    ]),
  untouched,
});

everybody("renames a label", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count("update labels set name = 'Other' where organization_id = $1", [acme.id]),
  untouched,
});

everybody("deletes a label", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) => db.count("delete from labels where organization_id = $1", [acme.id]),
  untouched,
});
