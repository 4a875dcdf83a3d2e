import { asService, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import type { World } from "../../helpers/world.ts";

const look = (db: Database) => db.all("select * from organization_domains order by id");

/** Known to everybody who tries, as if they had guessed it. */
let id = "";

const verified = (db: Database, { acme }: World) =>
  asService(db, async () => {
    await db.one("select add_tenant_domain($1, 'www.acme.example')", [acme.id]);
    const row = await db.one<{ id: string }>(
      "select id from add_tenant_domain($1, 'acme.example')",
      [acme.id],
    );
    id = row.id;
  });

everybody("claims a hostname", {
  allowed: ["owner", "admin"],
  act: (db, { acme }) =>
    db.count(
      "insert into organization_domains (organization_id, hostname) values ($1, 'acme.example')",
      [acme.id],
    ),
  untouched: look,
});

everybody("sees the hostnames", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: verified,
  act: (db, { acme }) =>
    db.count("select from organization_domains where organization_id = $1", [acme.id]),
});

everybody("gives a hostname up", {
  allowed: ["owner", "admin"],
  given: verified,
  act: (db) => db.count("delete from organization_domains where id = $1", [id]),
  untouched: look,
});

everybody("chooses the primary hostname", {
  allowed: ["owner", "admin"],
  given: verified,
  act: (db) => db.count("select set_primary_domain($1)", [id]),
  untouched: look,
});

everybody("begins a verification", {
  allowed: ["owner", "admin"],
  given: verified,
  act: (db) => db.count("select begin_domain_verification($1)", [id]),
});

for (const [does, sql] of [
  [
    "inserts a verified hostname",
    "insert into organization_domains (organization_id, hostname, verified_at) values ($1, 'x.example', now())",
  ],
  [
    "verifies by hand",
    "update organization_domains set verified_at = now() where organization_id = $1",
  ],
  [
    "records a verification",
    "select record_domain_verification(id, array[verification_token]) from organization_domains where organization_id = $1",
  ],
  ["adds a hostname as operators do", "select add_tenant_domain($1, 'x.example')"],
] as const) {
  everybody(does, {
    allowed: [],
    given: verified,
    act: (db, { acme }) => db.count(sql, [acme.id]),
    untouched: look,
  });
}

everybody("resolves a hostname", {
  allowed: ["owner", "admin", "manager", "member", "viewer", "suspended", "stranger", "anon"],
  given: verified,
  act: (db) => db.count("select * from resolve_organization('ACME.example:8080')"),
});
