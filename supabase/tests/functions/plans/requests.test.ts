import { describe, expect } from "vitest";
import { asService, asUser } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";

everybody("asks for another plan", {
  allowed: ["owner"],
  act: (db, { acme }) => db.count("select request_plan($1, 'premium')", [acme.id]),
  untouched: (db) => db.all("select * from plan_requests order by id"),
});

everybody("takes the wish for another plan back", {
  allowed: ["owner"],
  given: (db, { acme, people }) =>
    asUser(db, people.owner, () => db.one("select request_plan($1, 'premium')", [acme.id])),
  act: (db, { acme }) => db.count("select withdraw_plan_request($1)", [acme.id]),
  untouched: (db) => db.all("select * from plan_requests order by id"),
});

everybody("sees the wish for another plan", {
  allowed: ["owner", "admin"],
  given: (db, { acme, people }) =>
    asUser(db, people.owner, () => db.one("select request_plan($1, 'premium')", [acme.id])),
  act: (db, { acme }) =>
    db.count("select from plan_requests where organization_id = $1", [acme.id]),
});

everybody("writes a wish by hand", {
  allowed: [],
  act: (db, { acme }) =>
    db.count(
      "insert into plan_requests (organization_id, plan, status, closed_at) values ($1, 'enterprise', 'granted', now())",
      [acme.id],
    ),
  untouched: (db) => db.all("select * from plan_requests order by id"),
});

describe("a wish for another plan", () => {
  test("changes nothing by itself, and a later one replaces it", async ({ db, world }) => {
    const { owner } = world.people;
    await asUser(db, owner, async () => {
      await db.one("select request_plan($1, 'basic', 'We grow')", [world.acme.id]);
      await db.one("select request_plan($1, 'premium')", [world.acme.id]);
    });
    const rows = await db.all(
      "select plan, note, status, requested_by from plan_requests where organization_id = $1 order by id",
      [world.acme.id],
    );
    expect(rows).toEqual([
      { plan: "basic", note: "We grow", status: "withdrawn", requested_by: owner.id },
      { plan: "premium", note: "", status: "open", requested_by: owner.id },
    ]);
    expect(await db.one("select plan from organizations where id = $1", [world.acme.id])).toEqual({
      plan: "enterprise",
    });
  });

  test("is granted by the operator who sets the plan, and no other", async ({ db, world }) => {
    await asUser(db, world.people.owner, () =>
      db.one("select request_plan($1, 'premium')", [world.acme.id]),
    );
    const status = async (plan: string) => {
      await asService(db, () => db.one("select set_plan($1, $2)", [world.acme.id, plan]));
      return (
        await db.one("select status from plan_requests where organization_id = $1", [world.acme.id])
      ).status;
    };
    expect(await status("basic")).toBe("open");
    expect(await status("premium")).toBe("granted");
  });

  test.for([
    ["gold", "", "plan_not_found"],
    [null, "", "plan_not_found"],
    ["basic", "x".repeat(2001), "23514"],
  ] as const)("cannot be %s", async ([plan, note, code], { db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.one("select request_plan($1, $2, $3)", [world.acme.id, plan, note]),
    );
    expect(await codeOf(attempt)).toBe(code);
    expect(
      await db.count("select from plan_requests where organization_id = $1", [world.acme.id]),
    ).toBe(0);
  });
});
