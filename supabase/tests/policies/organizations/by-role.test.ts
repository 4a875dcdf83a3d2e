import { describe, expect } from "vitest";
import { asUser } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";

everybody("sees the organization", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { acme }) => db.count("select from organizations where id = $1", [acme.id]),
});

everybody("sees another organization", {
  allowed: ["stranger"],
  act: (db, { globex }) => db.count("select from organizations where id = $1", [globex.id]),
});

everybody("renames the organization", {
  allowed: ["owner", "admin"],
  act: (db, { acme }) =>
    db.count("update organizations set name = 'Acme Ltd' where id = $1", [acme.id]),
  untouched: (db, { acme }) => db.all("select * from organizations where id = $1", [acme.id]),
});

everybody("inserts an organization by hand", {
  allowed: [],
  act: (db) => db.count("insert into organizations (name, slug) values ('New', 'brand-new')"),
  untouched: (db) => db.all("select id from organizations where slug = 'brand-new'"),
});

everybody("deletes the organization by hand", {
  allowed: [],
  act: (db, { acme }) => db.count("delete from organizations where id = $1", [acme.id]),
  untouched: (db, { acme }) => db.all("select id from organizations where id = $1", [acme.id]),
});

describe("what operators alone decide", () => {
  test.for(["plan = 'enterprise'", "is_active = true", "created_by = null", "version = 9"])(
    "an owner cannot set %s",
    async (assignment, { db, world }) => {
      const attempt = asUser(db, world.people.owner, () =>
        db.count(`update organizations set ${assignment} where id = $1`, [world.acme.id]),
      );
      expect(await codeOf(attempt)).toBe(REFUSED);
    },
  );
});
