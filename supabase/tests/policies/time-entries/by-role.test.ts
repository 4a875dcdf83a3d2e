import type { Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { at, createEntry } from "../../helpers/time.ts";
import type { Actor, World } from "../../helpers/world.ts";

/** Somebody else's hour in the open project and in the private one. */
async function bookOthers(db: Database, { open, secret, insider }: World): Promise<void> {
  await createEntry(db, open, insider);
  await createEntry(db, secret, insider, { from: at("10:00"), to: at("11:00") });
}

/** An hour of the actor's own, whoever that is. */
async function bookOwn(db: Database, { open, people }: World, actor: Actor): Promise<void> {
  if (actor === "anon" || actor === "stranger") return;
  await createEntry(db, open, people[actor], { description: "Own" });
}

const all = (db: Database) => db.all("select * from time_entries order by id");

everybody("sees time of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: bookOthers,
  act: (db, { open }) => db.count("select from time_entries where project_id = $1", [open.id]),
});

everybody("sees time of somebody else in a private project without being in it", {
  allowed: ["owner", "admin"],
  given: bookOthers,
  act: (db, { secret }) => db.count("select from time_entries where project_id = $1", [secret.id]),
});

everybody("sees their own time", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: bookOwn,
  act: (db) => db.count("select from time_entries where description = 'Own'"),
});

everybody("books their own time", {
  allowed: ["owner", "admin", "manager", "member"],
  act: (db, { open }) =>
    db.count(
      `insert into time_entries (organization_id, project_id, started_at, ended_at)
       values ($1, $2, $3, $4)`,
      [open.organization_id, open.id, at("09:00"), at("10:00")],
    ),
  untouched: all,
});

everybody("books their own time on a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) =>
    db.count(
      `insert into time_entries (organization_id, project_id, started_at, ended_at)
       values ($1, $2, $3, $4)`,
      [secret.organization_id, secret.id, at("09:00"), at("10:00")],
    ),
  untouched: all,
});

everybody("books time for somebody else", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open, insider }) =>
    db.count(
      `insert into time_entries (organization_id, project_id, user_id, started_at, ended_at)
       values ($1, $2, $3, $4, $5)`,
      [open.organization_id, open.id, insider.id, at("09:00"), at("10:00")],
    ),
  untouched: all,
});

everybody("sets a timer of somebody else running", {
  allowed: [],
  act: (db, { open, insider }) =>
    db.count(
      "insert into time_entries (organization_id, project_id, user_id) values ($1, $2, $3)",
      [open.organization_id, open.id, insider.id],
    ),
  untouched: all,
});

everybody("changes time of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: bookOthers,
  act: (db, { open }) =>
    db.count("update time_entries set description = 'Changed' where project_id = $1", [open.id]),
  untouched: all,
});

everybody("changes their own time", {
  allowed: ["owner", "admin", "manager", "member"],
  given: bookOwn,
  act: (db) => db.count("update time_entries set is_billable = false where description = 'Own'"),
  untouched: all,
});

everybody("deletes time of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: bookOthers,
  act: (db, { open }) => db.count("delete from time_entries where project_id = $1", [open.id]),
  untouched: all,
});

everybody("deletes their own time", {
  allowed: ["owner", "admin", "manager", "member"],
  given: bookOwn,
  act: (db) => db.count("delete from time_entries where description = 'Own'"),
  untouched: all,
});
