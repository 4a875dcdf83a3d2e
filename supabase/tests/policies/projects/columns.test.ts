import { describe, expect } from "vitest";
import { asUser } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";

describe("an owner cannot choose what the database keeps", () => {
  test.for(["organization_id", "key", "created_by", "created_at", "version"])(
    "cannot change %s",
    async (column, { db, world }) => {
      const attempt = asUser(db, world.people.owner, () =>
        db.count(`update projects set ${column} = ${column} where id = $1`, [world.open.id]),
      );
      expect(await codeOf(attempt)).toBe(REFUSED);
    },
  );

  test("cannot create a project in somebody else's name", async ({ db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count("insert into projects (organization_id, name, created_by) values ($1, 'New', $2)", [
        world.acme.id,
        world.people.admin.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });
});

test("a lead from outside the organization cannot exist", async ({ db, world }) => {
  const attempt = asUser(db, world.people.owner, () =>
    db.count("update projects set lead_id = $2 where id = $1", [
      world.open.id,
      world.people.stranger.id,
    ]),
  );
  expect(await codeOf(attempt)).toBe("23503");
});
