import { builtinRoles } from "@flowdesk/types/permissions";
import { describe, expect } from "vitest";
import { asAnon, asUser } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createOrganization, createUser } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

const create = "select * from create_organization($1, $2)";

describe("create_organization", () => {
  test("makes the caller the owner of an organization with five roles", async ({ db }) => {
    const user = await createUser(db);
    const organization = await asUser(db, user, async () => {
      const created = await db.one<{ id: string }>(
        "select * from create_organization('Acme  Ltd ', null, 'EUR', 'Europe/Berlin', 'de')",
      );
      return { ...created, seen: await db.count("select from organizations") };
    });
    expect(organization).toMatchObject({
      name: "Acme Ltd",
      slug: "acme-ltd",
      plan: "free",
      is_active: true,
      currency: "EUR",
      timezone: "Europe/Berlin",
      locale: "de",
      created_by: user.id,
      seen: 1,
    });
    const roles = await db.all<{ key: string }>(
      "select key from roles where organization_id = $1 order by position",
      [organization.id],
    );
    expect(roles.map(({ key }) => key)).toEqual([...builtinRoles]);
    const members = await db.all(
      "select user_id, role, is_active from memberships where organization_id = $1",
      [organization.id],
    );
    expect(members).toEqual([{ user_id: user.id, role: "owner", is_active: true }]);
  });

  test("gives a derived slug a suffix if it is taken or reserved", async ({ db }) => {
    const user = await createUser(db);
    const slugs = await asUser(db, user, async () => [
      await db.one("select slug from create_organization('Nova')"),
      await db.one("select slug from create_organization('Nova')"),
      await db.one("select slug from create_organization('nova!')"),
      await db.one("select slug from create_organization('Admin')"),
      await db.one("select slug from create_organization('東京')"),
    ]);
    expect(slugs.map((row) => row.slug)).toEqual(["nova", "nova-2", "nova-3", "admin-2", "org-2"]);
  });

  test("still finds a slug when many are taken", async ({ db }) => {
    const user = await createUser(db);
    const slugs: string[] = [];
    for (let count = 0; count < 14; count++) {
      const { slug } = await asUser(db, user, () =>
        db.one<{ slug: string }>("select slug from create_organization(repeat('long ', 19))"),
      );
      slugs.push(slug);
    }
    expect(new Set(slugs).size).toBe(14);
    expect(Math.max(...slugs.map((slug) => slug.length))).toBe(48);
  });

  test("normalizes a chosen slug", async ({ db }) => {
    const user = await createUser(db);
    const row = await asUser(db, user, () => db.one(create, ["Acme", " Grüne Wiese "]));
    expect(row).toMatchObject({ name: "Acme", slug: "grune-wiese" });
  });

  test("answers a chosen slug that is taken", async ({ db }) => {
    await createOrganization(db, { slug: "taken" });
    const attempt = asUser(db, await createUser(db), () => db.one(create, ["Acme", "Taken"]));
    expect(await codeOf(attempt)).toBe("slug_taken");
  });

  test.for(["admin", "API", "www"])("answers the reserved slug %s", async (slug, { db }) => {
    const attempt = asUser(db, await createUser(db), () => db.one(create, ["Acme", slug]));
    expect(await codeOf(attempt)).toBe("slug_reserved");
  });

  test.for(["", "   ", "\n\t", "x".repeat(101)])(
    "refuses the name %j and leaves nothing behind",
    async (name, { db }) => {
      const user = await createUser(db);
      expect(await codeOf(asUser(db, user, () => db.one(create, [name, null])))).toBe(
        "organization_name_invalid",
      );
      expect(await db.count("select from memberships where user_id = $1", [user.id])).toBe(0);
    },
  );

  test.for([
    ["currency => 'euro'", "23514"],
    ["timezone => 'Europe/Atlantis'", "timezone_unknown"],
    ["timezone => 'FOO+3'", "23514"],
    ["locale => 'Deutsch!'", "23514"],
  ])("refuses %s", async ([argument, code], { db }) => {
    const attempt = asUser(db, await createUser(db), () =>
      db.one(`select * from create_organization('Acme', ${argument})`),
    );
    expect(await codeOf(attempt)).toBe(code);
  });

  test("is not for anonymous visitors, nor for anonymous accounts", async ({ db }) => {
    expect(await codeOf(asAnon(db, () => db.one(create, ["Acme", null])))).toBe(REFUSED);
    const user = await createUser(db);
    const attempt = asUser(db, user, () => db.one(create, ["Acme", null]), { is_anonymous: true });
    expect(await codeOf(attempt)).toBe("account_required");
  });

  test("cannot be made to found for somebody else", async ({ db }) => {
    const attempt = asUser(db, await createUser(db), () =>
      db.one("select private.found_organization(gen_random_uuid(), 'Acme', null)"),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });
});
