import { describe, expect } from "vitest";
import { asUser } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createClient } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

test.for(["organization_id", "created_by", "created_at", "version"])(
  "an owner cannot change %s of a client",
  async (column, { db, world }) => {
    const { id } = await createClient(db, world.acme);
    const attempt = asUser(db, world.people.owner, () =>
      db.count(`update clients set ${column} = ${column} where id = $1`, [id]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  },
);

describe("what was not said of a client", () => {
  test("currency and language are the organization's", async ({ db, world }) => {
    await db.count("update organizations set currency = 'SEK', locale = 'de' where id = $1", [
      world.acme.id,
    ]);
    const add = (columns: string, values: string) =>
      asUser(db, world.people.manager, () =>
        db.one(
          `insert into clients (organization_id, name${columns}) values ($1, 'New'${values})
           returning currency, locale, created_by`,
          [world.acme.id],
        ),
      );
    const created_by = world.people.manager.id;
    expect(await add("", "")).toEqual({ currency: "SEK", locale: "de", created_by });
    expect(await add(", currency", ", 'KWD'")).toEqual({
      currency: "KWD",
      locale: "de",
      created_by,
    });
    expect(await add(", currency, locale", ", 'KWD', 'en'")).toEqual({
      currency: "KWD",
      locale: "en",
      created_by,
    });
  });

  test("nobody adds one in somebody else's name", async ({ db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count("insert into clients (organization_id, name, created_by) values ($1, 'New', $2)", [
        world.acme.id,
        world.people.admin.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });
});
