import { describe, expect } from "vitest";
import { asService, asUser } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createUser } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

everybody("sees a colleague's profile", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { insider }) => db.count("select from profiles where id = $1", [insider.id]),
});

everybody("sees their own profile", {
  allowed: ["owner", "admin", "manager", "member", "viewer", "suspended", "stranger"],
  act: (db, { people }, actor) =>
    db.count("select from profiles where id = $1", [actor === "anon" ? null : people[actor].id]),
});

everybody("sees the profile of somebody without an organization", {
  allowed: [],
  given: (db) => createUser(db, "Nobody's colleague"),
  act: (db) => db.count("select from profiles where display_name = $1", ["Nobody's colleague"]),
});

everybody("changes a colleague's profile", {
  allowed: [],
  act: (db, { insider }) =>
    db.count("update profiles set display_name = 'Renamed' where id = $1", [insider.id]),
  untouched: (db, { insider }) => db.all("select * from profiles where id = $1", [insider.id]),
});

everybody("inserts a profile by hand", {
  allowed: [],
  act: (db) => db.count("insert into profiles (id, display_name) values (gen_random_uuid(), 'X')"),
  untouched: (db) => db.one("select count(*) from profiles"),
});

everybody("deletes their own profile by hand", {
  allowed: [],
  act: (db, { people }, actor) =>
    db.count("delete from profiles where id = $1", [actor === "anon" ? null : people[actor].id]),
  untouched: (db) => db.one("select count(*) from profiles"),
});

describe("a person and their own profile", () => {
  test("can change name, language and time zone", async ({ db, world }) => {
    const { member } = world.people;
    const profile = await asUser(db, member, () =>
      db.one(
        `update profiles set display_name = 'Mia', locale = 'de-AT', timezone = 'Europe/Vienna'
         where id = $1 returning display_name, locale, timezone, version`,
        [member.id],
      ),
    );
    expect(profile).toEqual({
      display_name: "Mia",
      locale: "de-AT",
      timezone: "Europe/Vienna",
      version: 2,
    });
  });

  test.for(["account_id = null", "id = gen_random_uuid()", "version = 9"])(
    "cannot set %s",
    async (assignment, { db, world }) => {
      const attempt = asUser(db, world.people.member, () =>
        db.count(`update profiles set ${assignment} where id = auth.uid()`),
      );
      expect(await codeOf(attempt)).toBe(REFUSED);
    },
  );
});

describe("somebody who left", () => {
  test("keeps their name for those they worked with, and sees none of them", async ({
    db,
    world,
  }) => {
    const { member, viewer, stranger } = world.people;
    await asService(db, () => db.count("delete from memberships where user_id = $1", [member.id]));
    const look = (by: typeof member, at: typeof member) =>
      asUser(db, by, () => db.count("select from profiles where id = $1", [at.id]));
    expect(await look(viewer, member)).toBe(1);
    expect(await look(member, viewer)).toBe(0);
    expect(await look(stranger, member)).toBe(0);
  });
});
