import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createMember, createTask } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

function roleOf(db: Database, user: User): Promise<unknown> {
  return db
    .one("select role from memberships where user_id = $1", [user.id])
    .then(({ role }) => role);
}

/** A role of acme that manages people and can do little else, and somebody who has it. */
async function createHeadOfPeople(db: Database, world: World): Promise<User> {
  await asUser(db, world.people.owner, () =>
    db.one("select create_role($1, 'People', $2)", [
      world.acme.id,
      ["organization.read", "members.manage", "members.invite", "roles.manage", "tasks.read"],
    ]),
  );
  return createMember(db, world.acme, "people");
}

describe("nobody gives or takes what they do not hold", () => {
  test("an admin cannot touch an owner, nor make one", async ({ db, world }) => {
    const { owner, admin, member } = world.people;
    const change = (user: User, role: string) =>
      codeOf(
        asUser(db, admin, () =>
          db.one("select change_member_role($1, $2, $3)", [world.acme.id, user.id, role]),
        ),
      );
    expect(await change(owner, "viewer")).toBe("permission_not_held");
    expect(await change(member, "owner")).toBe("permission_not_held");
    expect(await change(admin, "owner")).toBe("permission_not_held");
    expect(await roleOf(db, owner)).toBe("owner");
  });

  test("somebody who manages people cannot touch a member who can do more", async ({
    db,
    world,
  }) => {
    const head = await createHeadOfPeople(db, world);
    const { member, viewer } = world.people;
    const attempt = (sql: string, user: User) =>
      codeOf(asUser(db, head, () => db.one(sql, [world.acme.id, user.id])));
    for (const command of ["suspend_member", "remove_member", "restore_member"]) {
      expect(await attempt(`select ${command}($1, $2)`, member)).toBe("permission_not_held");
    }
    const raise = "select change_member_role($1, $2, 'member')";
    expect(await attempt(raise, viewer)).toBe("permission_not_held");
  });

  test("an admin may lower themselves, and cannot come back", async ({ db, world }) => {
    const { admin } = world.people;
    const become = (role: string) =>
      codeOf(
        asUser(db, admin, () =>
          db.one("select change_member_role($1, $2, $3)", [world.acme.id, admin.id, role]),
        ),
      );
    expect(await become("viewer")).toBe("succeeded");
    expect(await become("admin")).toBe("permission_missing");
  });
});

describe("the last active owner", () => {
  test.for([
    ["cannot step down", "select change_member_role($1, $2, 'admin')", "last_owner"],
    ["cannot leave", "select leave_organization($1) where $2::uuid is not null", "last_owner"],
    ["cannot suspend themselves", "select suspend_member($1, $2)", "member_is_oneself"],
    ["cannot remove themselves", "select remove_member($1, $2)", "member_is_oneself"],
  ] as const)("%s", async ([, sql, code], { db, world }) => {
    const { owner } = world.people;
    const attempt = asUser(db, owner, () => db.one(sql, [world.acme.id, owner.id]));
    expect(await codeOf(attempt)).toBe(code);
    expect(await roleOf(db, owner)).toBe("owner");
  });

  test("can leave when another owner stays", async ({ db, world }) => {
    await createMember(db, world.acme, "owner");
    const { owner } = world.people;
    await asUser(db, owner, () => db.one("select leave_organization($1)", [world.acme.id]));
    expect(await db.count("select from memberships where user_id = $1", [owner.id])).toBe(0);
  });
});

describe("handing over", () => {
  test("makes the other the owner and the former an admin", async ({ db, world }) => {
    const { owner, member } = world.people;
    const membership = await asUser(db, owner, () =>
      db.one("select * from transfer_ownership($1, $2)", [world.acme.id, member.id]),
    );
    expect(membership).toMatchObject({ user_id: member.id, role: "owner" });
    expect(await roleOf(db, owner)).toBe("admin");
  });

  test("to oneself changes nothing", async ({ db, world }) => {
    const { owner } = world.people;
    await asUser(db, owner, () =>
      db.one("select transfer_ownership($1, $2)", [world.acme.id, owner.id]),
    );
    expect(await roleOf(db, owner)).toBe("owner");
  });

  test("to a suspended member is refused", async ({ db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.one("select transfer_ownership($1, $2)", [world.acme.id, world.people.suspended.id]),
    );
    expect(await codeOf(attempt)).toBe("member_suspended");
  });
});

describe("a suspended member", () => {
  test("is out with the next statement, and back with everything they had", async ({
    db,
    world,
  }) => {
    const { owner, member } = world.people;
    const task = await createTask(db, world.open, { reporter: member, assignee: member });
    const look = () => asUser(db, member, () => db.count("select from tasks"));
    const before = await look();
    await asUser(db, owner, () =>
      db.one("select suspend_member($1, $2)", [world.acme.id, member.id]),
    );
    expect(await look()).toBe(0);
    await asUser(db, owner, () =>
      db.one("select restore_member($1, $2)", [world.acme.id, member.id]),
    );
    expect(await look()).toBe(before);
    expect(await db.one("select assignee_id from tasks where id = $1", [task.id])).toEqual({
      assignee_id: member.id,
    });
  });
});

describe("bad input is answered and changes nothing", () => {
  const commands = [
    "select change_member_role($1, $2, 'viewer')",
    "select suspend_member($1, $2)",
    "select restore_member($1, $2)",
    "select remove_member($1, $2)",
    "select transfer_ownership($1, $2)",
  ];

  test.for(commands)("`%s`", async (sql, { db, world }) => {
    const { owner, member, stranger } = world.people;
    const before = await db.all("select * from memberships order by 1, 2");
    const outcome = (organization: unknown, user: unknown) =>
      codeOf(asUser(db, owner, () => db.one(sql, [organization, user])));
    expect(await outcome(world.acme.id, randomUUID())).toBe("member_not_found");
    expect(await outcome(world.acme.id, stranger.id)).toBe("member_not_found");
    expect(await outcome(world.acme.id, null)).toBe("member_not_found");
    expect(await outcome(world.globex.id, stranger.id)).toBe("organization_not_found");
    expect(await outcome(randomUUID(), member.id)).toBe("organization_not_found");
    expect(await outcome(null, member.id)).toBe("organization_not_found");
    expect(await db.all("select * from memberships order by 1, 2")).toEqual(before);
  });

  test("a role that is not there", async ({ db, world }) => {
    for (const role of ["boss", "", "Owner", null]) {
      const attempt = asUser(db, world.people.owner, () =>
        db.one("select change_member_role($1, $2, $3)", [
          world.acme.id,
          world.people.member.id,
          role,
        ]),
      );
      expect(await codeOf(attempt)).toBe("role_not_found");
    }
  });

  test.for(commands)("`%s` in a suspended organization", async (sql, { db, world }) => {
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
    );
    const attempt = asUser(db, world.people.owner, () =>
      db.one(sql, [world.acme.id, world.people.member.id]),
    );
    expect(await codeOf(attempt)).toBe("organization_suspended");
  });
});
