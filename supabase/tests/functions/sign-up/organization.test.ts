import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import type { Database } from "../../helpers/database.ts";
import { createOrganization } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

interface Account {
  confirmed?: boolean;
  anonymous?: boolean;
  email?: string | null;
  metadata?: unknown;
}

/** What the auth server writes when somebody signs up. */
async function signUp(db: Database, account: Account): Promise<string> {
  const id = randomUUID();
  await db.count(
    `insert into auth.users (id, email, email_confirmed_at, is_anonymous, raw_user_meta_data)
     values ($1, $2, case when $3 then now() end, $4, $5::jsonb)`,
    [
      id,
      account.email === undefined ? `${id}@people.example` : account.email,
      account.confirmed ?? true,
      account.anonymous ?? false,
      JSON.stringify(account.metadata ?? {}),
    ],
  );
  return id;
}

function organizationsOf(db: Database, userId: string) {
  return db.all(
    `select organizations.name, organizations.slug, memberships.role
     from memberships join organizations on organizations.id = organization_id
     where user_id = $1`,
    [userId],
  );
}

async function nameOf(db: Database, id: string): Promise<unknown> {
  const profile = await db.one("select display_name from profiles where id = $1", [id]);
  return profile.display_name;
}

describe("signing up with an organization name", () => {
  test("creates the organization with the account", async ({ db }) => {
    const id = await signUp(db, { metadata: { organization_name: "Nordlys Teater" } });
    expect(await organizationsOf(db, id)).toEqual([
      { name: "Nordlys Teater", slug: "nordlys-teater", role: "owner" },
    ]);
  });

  test("gives a taken slug a suffix", async ({ db }) => {
    await createOrganization(db, { slug: "nordlys" });
    const id = await signUp(db, { metadata: { organization_name: "Nordlys" } });
    expect(await organizationsOf(db, id)).toMatchObject([{ slug: "nordlys-2" }]);
  });

  test("waits for the confirmation of the address, and does not repeat it", async ({ db }) => {
    const id = await signUp(db, { confirmed: false, metadata: { organization_name: "Later" } });
    expect(await organizationsOf(db, id)).toEqual([]);
    await db.count("update auth.users set email_confirmed_at = now() where id = $1", [id]);
    expect(await organizationsOf(db, id)).toHaveLength(1);
    await db.count("update auth.users set email_confirmed_at = now() where id = $1", [id]);
    expect(await organizationsOf(db, id)).toHaveLength(1);
  });

  test("does nothing for an anonymous account", async ({ db }) => {
    const id = await signUp(db, {
      anonymous: true,
      email: null,
      metadata: { organization_name: "Ghosts" },
    });
    await db.count("update auth.users set phone_confirmed_at = now() where id = $1", [id]);
    expect(await organizationsOf(db, id)).toEqual([]);
    expect(await nameOf(db, id)).toBe("Guest");
  });

  test.for([
    "",
    "   ",
    "\u0007",
    42,
    null,
    { name: "x" },
    ["x"],
    "x".repeat(5000),
    "Robert'); drop table organizations;--",
  ])("never blocks the account: %j", async (name, { db }) => {
    const id = await signUp(db, { metadata: { organization_name: name } });
    expect(await db.count("select from profiles where id = $1", [id])).toBe(1);
  });

  test("never blocks the account when the founding fails", async ({ db }) => {
    await db.all(
      "alter table organizations add constraint broken check (name <> 'Doomed') not valid",
    );
    const id = await signUp(db, { metadata: { organization_name: "Doomed" } });
    expect(await organizationsOf(db, id)).toEqual([]);
    expect(await db.count("select from auth.users where id = $1", [id])).toBe(1);
  });
});

describe("the profile of a new account", () => {
  test.for([
    [{ display_name: "Mia" }, "Mia"],
    [{ full_name: "Mia Berg", name: "M" }, "Mia Berg"],
    [{ display_name: "  ", name: "M" }, "M"],
    [{ display_name: " Mia\n\u0000Berg ".replace("\u0000", "\u0007") }, "Mia Berg"],
    [{ display_name: "x".repeat(200) }, "x".repeat(80)],
    [{}, "front"],
    ["not an object", "front"],
    [[1, 2], "front"],
    [null, "front"],
  ] as const)("is named from %j", async ([metadata, name], { db }) => {
    const id = await signUp(db, { email: `front@${randomUUID()}.example`, metadata });
    expect(await nameOf(db, id)).toBe(name);
  });
});
