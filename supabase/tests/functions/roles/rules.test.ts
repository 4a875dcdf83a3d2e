import { permissions as catalogue } from "@flowdesk/types/permissions";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createMember } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

async function heldBy(db: Database, world: World, role: string): Promise<unknown[]> {
  const rows = await db.all(
    "select permission from role_permissions where organization_id = $1 and role = $2 order by 1",
    [world.acme.id, role],
  );
  return rows.map(({ permission }) => permission);
}

function attempt(db: Database, user: User, sql: string, values: unknown[]): Promise<string> {
  return codeOf(asUser(db, user, () => db.one(sql, values)));
}

describe("a new role", () => {
  test("gets a key of its name, and another one if that is taken", async ({ db, world }) => {
    const create = (name: string) =>
      asUser(db, world.people.admin, () =>
        db.one("select key, name, is_builtin, version from create_role($1, $2)", [
          world.acme.id,
          name,
        ]),
      );
    expect(await create(" Book-keeper ")).toEqual({
      key: "book_keeper",
      name: "Book-keeper",
      is_builtin: false,
      version: 1,
    });
    expect(await create("Book keeper")).toMatchObject({ key: "book_keeper_2" });
    expect(await create("3D artist")).toMatchObject({ key: "role_3d_artist" });
    expect(await create("経理")).toMatchObject({ key: "role" });
    expect(await create("x".repeat(60))).toMatchObject({ key: "x".repeat(36) });
  });

  test("holds what it was given, once", async ({ db, world }) => {
    await asUser(db, world.people.admin, () =>
      db.one("select create_role($1, 'Reader', '{tasks.read,tasks.read,projects.read}')", [
        world.acme.id,
      ]),
    );
    expect(await heldBy(db, world, "reader")).toEqual(["projects.read", "tasks.read"]);
  });

  test("works at once for whoever gets it", async ({ db, world }) => {
    await asUser(db, world.people.owner, () =>
      db.one("select create_role($1, 'Reader', '{tasks.read}')", [world.acme.id]),
    );
    const reader = await createMember(db, world.acme, "reader");
    expect(await asUser(db, reader, () => db.count("select from tasks"))).toBe(1);
    expect(await asUser(db, reader, () => db.count("select from projects"))).toBe(0);
  });

  test.for([
    ["", "23514"],
    ["x".repeat(61), "23514"],
    ["a\nb", "23514"],
    [null, "23502"],
    ["Manager", "23505"],
    ["vIEWER", "23505"],
  ] as const)("cannot be called %j", async ([name, code], { db, world }) => {
    const before = await db.one("select count(*) from roles");
    const create = "select create_role($1, $2)";
    expect(await attempt(db, world.people.owner, create, [world.acme.id, name])).toBe(code);
    expect(await db.one("select count(*) from roles")).toEqual(before);
  });

  test.for([["tasks.fly"], ["tasks.read", null], [""], null])(
    "cannot hold %j",
    async (list, { db, world }) => {
      const create = "select create_role($1, 'New', $2)";
      expect(await attempt(db, world.people.owner, create, [world.acme.id, list])).toBe(
        "permission_unknown",
      );
    },
  );
});

describe("what a role holds", () => {
  const set = "select * from set_role_permissions($1, $2, $3)";

  test("is replaced, and the role counts the change", async ({ db, world }) => {
    const role = await asUser(db, world.people.admin, () =>
      db.one(set, [world.acme.id, "viewer", ["organization.read", "time.track"]]),
    );
    expect(role).toMatchObject({ key: "viewer", version: 2 });
    expect(await heldBy(db, world, "viewer")).toEqual(["organization.read", "time.track"]);
  });

  test("may be more than the caller holds, as long as that part stays", async ({ db, world }) => {
    const { owner, manager } = world.people;
    await asUser(db, owner, () =>
      db.one(set, [world.acme.id, "manager", ["roles.manage", "tasks.read"]]),
    );
    await asUser(db, owner, () =>
      db.one(set, [world.acme.id, "viewer", ["audit.read", "tasks.read"]]),
    );
    const change = (list: string[]) => attempt(db, manager, set, [world.acme.id, "viewer", list]);
    expect(await change(["audit.read"])).toBe("succeeded");
    expect(await change(["tasks.read"])).toBe("permission_not_held");
    expect(await change(["audit.read", "keys.manage"])).toBe("permission_not_held");
    expect(await heldBy(db, world, "viewer")).toEqual(["audit.read"]);
  });

  test("is fixed for the owner, even for an owner", async ({ db, world }) => {
    for (const list of [[], ["tasks.read"], [...catalogue]]) {
      expect(await attempt(db, world.people.owner, set, [world.acme.id, "owner", list])).toBe(
        "owner_role_fixed",
      );
    }
    expect(await heldBy(db, world, "owner")).toHaveLength(catalogue.length);
  });

  test("is not overwritten by somebody who read an older version", async ({ db, world }) => {
    const write = (version: number) =>
      attempt(db, world.people.admin, "select set_role_permissions($1, 'viewer', $2, $3)", [
        world.acme.id,
        ["tasks.read"],
        version,
      ]);
    expect(await write(1)).toBe("succeeded");
    expect(await write(1)).toBe("version_conflict");
    const rename = "select update_role($1, 'viewer', 'Guest', 1)";
    expect(await attempt(db, world.people.admin, rename, [world.acme.id])).toBe("version_conflict");
  });

  test("cannot be set for a role that is not there", async ({ db, world }) => {
    expect(await attempt(db, world.people.owner, set, [world.acme.id, "boss", []])).toBe(
      "role_not_found",
    );
  });
});

describe("removing a role", () => {
  const remove = "select delete_role($1, $2, $3)";

  async function createReader(db: Database, world: World): Promise<User> {
    await asUser(db, world.people.owner, () =>
      db.one("select create_role($1, 'Reader', '{tasks.read}')", [world.acme.id]),
    );
    return createMember(db, world.acme, "reader");
  }

  test("is refused for built-in ones", async ({ db, world }) => {
    for (const role of ["owner", "admin", "manager", "member", "viewer"]) {
      const values = [world.acme.id, role, "viewer"];
      expect(await attempt(db, world.people.owner, remove, values)).toBe("role_builtin");
    }
  });

  test("needs another role for those who have it", async ({ db, world }) => {
    const reader = await createReader(db, world);
    const { admin } = world.people;
    const outcome = (to: string | null) =>
      attempt(db, admin, remove, [world.acme.id, "reader", to]);
    expect(await outcome(null)).toBe("role_in_use");
    expect(await outcome("reader")).toBe("role_in_use");
    expect(await outcome("boss")).toBe("role_not_found");
    expect(await outcome("owner")).toBe("permission_not_held");
    expect(await outcome("viewer")).toBe("succeeded");
    expect(await db.one("select role from memberships where user_id = $1", [reader.id])).toEqual({
      role: "viewer",
    });
    expect(await heldBy(db, world, "reader")).toEqual([]);
  });

  test("moves pending invitations along, and leaves closed ones in memory", async ({
    db,
    world,
  }) => {
    await asUser(db, world.people.owner, async () => {
      await db.one("select create_role($1, 'Reader', '{tasks.read}')", [world.acme.id]);
      await db.one("select invite_member($1, 'a@b.example', 'reader')", [world.acme.id]);
      const closed = await db.one<{ id: string }>(
        "select id from invite_member($1, 'c@d.example', 'reader')",
        [world.acme.id],
      );
      await db.one("select revoke_invitation($1)", [closed.id]);
      await db.one("select delete_role($1, 'reader', 'viewer')", [world.acme.id]);
    });
    const rows = await db.all(
      "select email, role, status from invitations where organization_id = $1 order by email",
      [world.acme.id],
    );
    expect(rows).toEqual([
      { email: "a@b.example", role: "viewer", status: "pending" },
      { email: "c@d.example", role: null, status: "revoked" },
    ]);
  });

  test("needs members.manage too when people have it", async ({ db, world }) => {
    await createReader(db, world);
    await asUser(db, world.people.owner, () =>
      db.one("select set_role_permissions($1, 'viewer', '{roles.manage,tasks.read}')", [
        world.acme.id,
      ]),
    );
    const values = [world.acme.id, "reader", "viewer"];
    expect(await attempt(db, world.people.viewer, remove, values)).toBe("permission_missing");
  });
});

test.for([
  ["select create_role($1, 'New')", []],
  ["select update_role($1, 'viewer', 'New')", []],
  ["select set_role_permissions($1, 'viewer', '{}')", []],
  ["select delete_role($1, 'viewer')", []],
] as const)("a suspended organization answers `%s`", async ([sql], { db, world }) => {
  await asService(db, () =>
    db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
  );
  expect(await attempt(db, world.people.owner, sql, [world.acme.id])).toBe(
    "organization_suspended",
  );
});
