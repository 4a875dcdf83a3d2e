import { asUser, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import type { World } from "../../helpers/world.ts";

const look = (db: Database) => db.all("select * from invitations order by id");

/** Known to everybody who tries, as if they had guessed it. */
let id = "";

const invite =
  (role: string) =>
  (db: Database, { acme, people }: World) =>
    asUser(db, people.owner, async () => {
      const issued = await db.one<{ id: string }>(
        "select id from invite_member($1, 'new@people.example', $2)",
        [acme.id, role],
      );
      id = issued.id;
    });

everybody("invites a member", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { acme }) =>
    db.count("select invite_member($1, 'new@people.example', 'member')", [acme.id]),
  untouched: look,
});

everybody("invites an admin", {
  allowed: ["owner", "admin"],
  act: (db, { acme }) =>
    db.count("select invite_member($1, 'new@people.example', 'admin')", [acme.id]),
  untouched: look,
});

everybody("invites an owner", {
  allowed: ["owner"],
  act: (db, { acme }) =>
    db.count("select invite_member($1, 'new@people.example', 'owner')", [acme.id]),
  untouched: look,
});

everybody("sees who is invited", {
  allowed: ["owner", "admin", "manager"],
  given: invite("member"),
  act: (db, { acme }) => db.count("select from invitations where organization_id = $1", [acme.id]),
});

everybody("sends an invitation again", {
  allowed: ["owner", "admin", "manager"],
  given: invite("member"),
  act: (db) => db.count("select resend_invitation($1)", [id]),
  untouched: look,
});

everybody("sends an admin's invitation again", {
  allowed: ["owner", "admin"],
  given: invite("admin"),
  act: (db) => db.count("select resend_invitation($1)", [id]),
  untouched: look,
});

everybody("takes an invitation back", {
  allowed: ["owner", "admin", "manager"],
  given: invite("member"),
  act: (db) => db.count("select revoke_invitation($1)", [id]),
  untouched: look,
});

everybody("accepts an invitation that was made for somebody else", {
  allowed: [],
  given: invite("member"),
  act: (db) => db.count("select accept_invitation(id => $1)", [id]),
  untouched: look,
});

for (const [does, sql] of [
  [
    "inserts an invitation by hand",
    "insert into invitations (organization_id, email, role) values ($1, 'x@y.example', 'owner')",
  ],
  [
    "changes an invitation by hand",
    "update invitations set email = 'me@people.example' where organization_id = $1",
  ],
  ["deletes an invitation by hand", "delete from invitations where organization_id = $1"],
  ["reads the tokens' hashes", "select from private.invitation_tokens where $1::uuid is not null"],
] as const) {
  everybody(does, {
    allowed: [],
    given: invite("member"),
    act: (db, { acme }) => db.count(sql, [acme.id]),
    untouched: look,
  });
}
