import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createUser } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

const look = (db: Database) => db.all("select * from organizations order by id");

for (const [does, sql] of [
  ["sets the plan", "select set_plan($1, 'basic')"],
  ["suspends the organization", "select suspend_tenant($1)"],
  ["brings the organization back", "select restore_tenant($1)"],
  ["lists all organizations", "select list_tenants() where $1::uuid is not null"],
  ["names an owner", "select add_tenant_owner($1, 'x@y.example')"],
  ["looks an account up", "select find_account('x@y.example') where $1::uuid is not null"],
  ["makes somebody an operator", "select add_operator('x@y.example') where $1::uuid is not null"],
  ["lists the operators", "select list_operators() where $1::uuid is not null"],
] as const) {
  everybody(does, {
    allowed: [],
    act: (db, { acme }) => db.count(sql, [acme.id]),
    untouched: look,
  });
}

everybody("founds an organization for somebody else", {
  allowed: [],
  act: (db, { people }) =>
    db.count("select create_tenant('New', 'new-one', $1)", [people.viewer.email]),
  untouched: look,
});

async function createOperator(db: Database): Promise<User> {
  const user = await createUser(db, "Operator");
  await asService(db, () => db.one("select add_operator($1)", [user.email.toUpperCase()]));
  return user;
}

describe("an operator's account", () => {
  test("does signed in what the secret key does", async ({ db, world }) => {
    const operator = await createOperator(db);
    const call = (sql: string, values: unknown[] = []) =>
      asUser(db, operator, () => db.one(sql, values));
    expect(await call("select * from suspend_tenant($1)", [world.acme.id])).toMatchObject({
      is_active: false,
    });
    expect(await call("select * from set_plan($1, 'basic')", [world.acme.id])).toMatchObject({
      plan: "basic",
      owners: [world.people.owner.email],
      members: "7",
    });
    expect(await call("select * from restore_tenant($1)", [world.acme.id])).toMatchObject({
      is_active: true,
    });
  });

  test("sees no business inside", async ({ db }) => {
    const operator = await createOperator(db);
    for (const table of ["organizations", "projects", "tasks", "memberships", "invitations"]) {
      expect(await asUser(db, operator, () => db.count(`select from ${table}`))).toBe(0);
    }
  });

  test("cannot make others operators", async ({ db }) => {
    const operator = await createOperator(db);
    const attempt = asUser(db, operator, () => db.one("select add_operator($1)", [operator.email]));
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test("is an ordinary one again once removed, or gone with its account", async ({ db }) => {
    const operator = await createOperator(db);
    const list = () => codeOf(asUser(db, operator, () => db.all("select list_tenants()")));
    expect(await list()).toBe("succeeded");
    await asService(db, () => db.one("select remove_operator($1)", [operator.email]));
    expect(await list()).toBe("operator_required");
    await asService(db, () => db.one("select add_operator($1)", [operator.email]));
    await db.count("delete from auth.users where id = $1", [operator.id]);
    const left = await asService(db, () => db.all("select list_operators() as email"));
    expect(left).not.toContainEqual({ email: operator.email });
  });
});

describe("a tenant that an operator creates", () => {
  const create = "select * from create_tenant($1, $2, $3, $4, $5)";

  test("has slug, name, domain, plan and owner, and the second time is found", async ({ db }) => {
    const owner = await createUser(db);
    const call = () =>
      asService(db, () => db.one(create, ["Nova", "nova-1", owner.email, "Nova.local", "basic"]));
    const tenant = await call();
    expect(tenant).toMatchObject({
      name: "Nova",
      slug: "nova-1",
      plan: "basic",
      owners: [owner.email],
      members: "1",
      primary_hostname: "nova.local",
    });
    expect(await call()).toEqual(tenant);
  });

  test.for([
    [
      "an address without account",
      ["Nova", "nova-1", "nobody@x.example", null, null],
      "account_not_found",
    ],
    ["a reserved slug", ["Nova", "admin", "", null, null], "slug_reserved"],
    ["no name", ["", "nova-1", "", null, null], "organization_name_invalid"],
    ["a plan that is not there", ["Nova", "nova-1", "", null, "gold"], "plan_not_found"],
    ["a hostname that is none", ["Nova", "nova-1", "", "nova", null], "23514"],
  ] as const)("cannot have %s", async ([, [name, slug, email, host, plan], code], { db }) => {
    const owner = await createUser(db);
    const before = await look(db);
    const values = [name, slug, email || owner.email, host, plan];
    expect(await codeOf(asService(db, () => db.one(create, values)))).toBe(code);
    expect(await look(db)).toEqual(before);
  });

  test("cannot take somebody else's slug or hostname", async ({ db, world }) => {
    const owner = await createUser(db);
    await asService(db, () => db.one("select add_tenant_domain($1, 'a.example')", [world.acme.id]));
    const call = (slug: string, hostname: string) =>
      codeOf(asService(db, () => db.one(create, ["Nova", slug, owner.email, hostname, null])));
    expect(await call(world.acme.slug, "b.example")).toBe("slug_taken");
    expect(await call("nova-1", "A.example")).toBe("hostname_taken");
  });
});

test.for(["set_plan($1, 'basic')", "suspend_tenant($1)", "restore_tenant($1)"])(
  "%s of nothing is answered",
  async (call, { db }) => {
    for (const id of [randomUUID(), null]) {
      const attempt = asService(db, () => db.one(`select ${call}`, [id]));
      expect(await codeOf(attempt)).toBe("organization_not_found");
    }
  },
);
