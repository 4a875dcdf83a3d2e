import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { asUser } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createMember } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import { createRate } from "../../helpers/time.ts";

everybody("sees what an hour costs", {
  allowed: ["owner", "admin"],
  given: (db, { acme }) => createRate(db, acme),
  act: (db, { acme }) => db.count("select from rates where organization_id = $1", [acme.id]),
});

everybody("sets what an hour costs", {
  allowed: ["owner", "admin"],
  act: (db, { acme, open, people }) =>
    db.count(
      `insert into rates (organization_id, project_id, user_id, amount_minor, currency)
       values ($1, $2, $3, 9500, 'EUR')`,
      [acme.id, open.id, people.member.id],
    ),
  untouched: (db, { acme }) => db.all("select * from rates where organization_id = $1", [acme.id]),
});

everybody("changes what an hour costs", {
  allowed: ["owner", "admin"],
  given: (db, { acme }) => createRate(db, acme),
  act: (db, { acme }) =>
    db.count("update rates set amount_minor = 1 where organization_id = $1", [acme.id]),
  untouched: (db, { acme }) => db.all("select * from rates where organization_id = $1", [acme.id]),
});

everybody("deletes what an hour costs", {
  allowed: ["owner", "admin"],
  given: (db, { acme }) => createRate(db, acme),
  act: (db, { acme }) => db.count("delete from rates where organization_id = $1", [acme.id]),
  untouched: (db, { acme }) => db.all("select * from rates where organization_id = $1", [acme.id]),
});

test("the rate of a hidden project is not there, and cannot be set", async ({ db, world }) => {
  const { acme, secret } = world;
  await db.count("insert into roles (organization_id, key, name) values ($1, 'books', 'Books')", [
    acme.id,
  ]);
  await db.count(
    `insert into role_permissions (organization_id, role, permission)
     values ($1, 'books', 'rates.read'), ($1, 'books', 'rates.manage')`,
    [acme.id],
  );
  const keeper = await createMember(db, acme, "books");
  await createRate(db, acme, { project: secret });
  expect(await asUser(db, keeper, () => db.count("select from rates"))).toBe(0);
  for (const project of [secret.id, randomUUID()]) {
    const attempt = asUser(db, keeper, () =>
      db.count(
        "insert into rates (organization_id, project_id, amount_minor, currency) values ($1, $2, 1, 'EUR')",
        [acme.id, project],
      ),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  }
});

test("a currency that is not in use is refused", async ({ db, world }) => {
  expect(await codeOf(createRate(db, world.acme, { currency: "XXQ" }))).toBe("currency_unknown");
});

test("a rate is set once for the same people and day", async ({ db, world }) => {
  const { acme, open } = world;
  await createRate(db, acme);
  await createRate(db, acme, { from: "2026-01-01" });
  await createRate(db, acme, { project: open });
  expect(await codeOf(createRate(db, acme))).toBe("23505");
});
