import { asService, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { createClient } from "../../helpers/rows.ts";
import type { World } from "../../helpers/world.ts";

const given = (db: Database, { acme }: World) => createClient(db, acme);
const untouched = (db: Database, { acme }: World) =>
  db.all("select * from clients where organization_id = $1 order by id", [acme.id]);

everybody("sees the clients", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) => db.count("select from clients where organization_id = $1", [acme.id]),
});

everybody("sees another organization's clients", {
  allowed: ["stranger"],
  given: (db, { globex }) => createClient(db, globex),
  act: (db, { globex }) => db.count("select from clients where organization_id = $1", [globex.id]),
});

everybody("adds a client and gets it back", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme }) =>
    db.count("insert into clients (organization_id, name) values ($1, 'New') returning *", [
      acme.id,
    ]),
  untouched,
});

everybody("changes a client", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count("update clients set city = 'Oslo' where organization_id = $1", [acme.id]),
  untouched,
});

everybody("archives a client", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) =>
    db.count("update clients set archived_at = now() where organization_id = $1", [acme.id]),
  untouched,
});

everybody("deletes a client that nothing refers to", {
  allowed: ["owner", "admin", "manager"],
  given,
  act: (db, { acme }) => db.count("delete from clients where organization_id = $1", [acme.id]),
  untouched,
});

everybody("sees for whom a project is done, by name", {
  allowed: ["owner", "admin", "manager"],
  given: async (db, { acme, open }) => {
    const client = await createClient(db, acme);
    await asService(db, () =>
      db.count("update projects set client_id = $2 where id = $1", [open.id, client.id]),
    );
  },
  act: (db, { open }) =>
    db.count(
      "select from projects join clients on clients.id = projects.client_id where projects.id = $1",
      [open.id],
    ),
});
