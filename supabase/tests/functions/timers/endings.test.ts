import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { addMember, createProject } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import { createTimer, entriesOf, startTimer, stopTimer } from "../../helpers/time.ts";
import type { World } from "../../helpers/world.ts";

type Ending = [string, (db: Database, world: World) => Promise<unknown>];

const endings: readonly Ending[] = [
  [
    "removed from the organization",
    (db, { acme, people }) =>
      asUser(db, people.owner, () =>
        db.one("select remove_member($1, $2)", [acme.id, people.member.id]),
      ),
  ],
  [
    "suspended in it",
    (db, { acme, people }) =>
      asUser(db, people.owner, () =>
        db.one("select suspend_member($1, $2)", [acme.id, people.member.id]),
      ),
  ],
  [
    "without an account",
    (db, { people }) => db.count("delete from auth.users where id = $1", [people.member.id]),
  ],
  [
    "in a suspended organization",
    (db, { acme }) =>
      db.count("update organizations set is_active = false where id = $1", [acme.id]),
  ],
  [
    "in an organization that is being deleted",
    (db, { acme, people }) =>
      asUser(db, people.owner, () => db.one("select delete_organization($1)", [acme.id])),
  ],
  [
    "on an archived project",
    (db, { open, people }) =>
      asUser(db, people.manager, () =>
        db.count("update projects set archived_at = now() where id = $1", [open.id]),
      ),
  ],
];

describe("a timer ends by itself, and its time stays", () => {
  test.for(endings)("for somebody %s", async ([, end], { db, world }) => {
    const { open, people } = world;
    await createTimer(db, open, people.member);
    const others = await createProject(db, world.globex);
    await createTimer(db, others, people.stranger);
    await end(db, world);
    const [entry] = await entriesOf(db, people.member);
    expect(entry?.ended_at).not.toBeNull();
    expect(await entriesOf(db, people.stranger)).toMatchObject([{ ended_at: null }]);
  });

  test("and its person can start the next elsewhere", async ({ db, world }) => {
    const { acme, globex, open, foreign, people } = world;
    await addMember(db, globex, people.member, "member");
    await createTimer(db, open, people.member);
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [acme.id]),
    );
    const next = await startTimer(db, people.member, foreign);
    expect(next.ended_at).toBeNull();
  });
});

describe("a timer can be stopped", () => {
  test("where its person may no longer book", async ({ db, world }) => {
    const { open, people } = world;
    const timer = await createTimer(db, open, people.member);
    await asService(db, () =>
      db.count("update memberships set role = 'viewer' where user_id = $1", [people.member.id]),
    );
    expect(await stopTimer(db, people.member)).toMatchObject({ id: timer.id });
  });

  test("where the project is hidden now", async ({ db, world }) => {
    const { open, people } = world;
    const timer = await createTimer(db, open, people.member);
    await asUser(db, people.owner, () =>
      db.count("update projects set visibility = 'private' where id = $1", [open.id]),
    );
    expect(await stopTimer(db, people.member)).toMatchObject({ id: timer.id });
  });
});
