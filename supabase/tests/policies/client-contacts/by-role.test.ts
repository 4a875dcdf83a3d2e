import { asService, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import type { World } from "../../helpers/world.ts";

/** A client with a contact; its id is the organization's. */
const given = (db: Database, { acme }: World) =>
  asService(db, async () => {
    await db.count("insert into clients (id, organization_id, name) values ($1, $1, 'Nordlys')", [
      acme.id,
    ]);
    await db.count(
      "insert into client_contacts (organization_id, client_id, name) values ($1, $1, 'Ida')",
      [acme.id],
    );
  });
const untouched = (db: Database, { acme }: World) =>
  db.all("select * from client_contacts where organization_id = $1 order by id", [acme.id]);

everybody("sees a client's contacts", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count("select from client_contacts where organization_id = $1", [acme.id]),
});

everybody("adds a contact and gets them back", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count(
      `insert into client_contacts (organization_id, client_id, name, is_primary)
       values ($1, $1, 'Per', true) returning *`,
      [acme.id],
    ),
  untouched,
});

everybody("changes a contact", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count("update client_contacts set is_primary = true where organization_id = $1", [acme.id]),
  untouched,
});

everybody("removes a contact", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count("delete from client_contacts where organization_id = $1", [acme.id]),
  untouched,
});
