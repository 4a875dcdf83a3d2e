import { randomBytes } from "node:crypto";
import { describe, expect } from "vitest";
import { asAnon, asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { addMember, createMember, createUser } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

interface Issued {
  id: string;
  token: string;
}

async function invited(
  db: Database,
  world: World,
  values: { by?: User; role?: string } = {},
): Promise<{ guest: User; issued: Issued }> {
  const guest = await createUser(db, "Guest");
  const issued = await asUser(db, values.by ?? world.people.manager, () =>
    db.one<Issued & Record<string, unknown>>("select * from invite_member($1, $2, $3)", [
      world.acme.id,
      guest.email,
      values.role ?? "member",
    ]),
  );
  return { guest, issued };
}

const accept = (db: Database, by: User, token: unknown) =>
  asUser(db, by, () => db.one("select * from accept_invitation($1)", [token]));
const decline = (db: Database, by: User, token: unknown) =>
  asUser(db, by, () => db.one("select decline_invitation($1)", [token]));
const statusOf = (db: Database, { id }: Issued) =>
  db.one("select status, accepted_by from invitations where id = $1", [id]);

describe("whoever is invited", () => {
  test("joins with the role, once", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    expect(await accept(db, guest, issued.token)).toMatchObject({
      organization_id: world.acme.id,
      user_id: guest.id,
      role: "member",
      is_active: true,
    });
    expect(await statusOf(db, issued)).toEqual({ status: "accepted", accepted_by: guest.id });
    expect(await asUser(db, guest, () => db.count("select from tasks"))).toBe(1);
    expect(await codeOf(accept(db, guest, issued.token))).toBe("invitation_closed");
  });

  test("finds it without the link, and accepts by its id", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    const list = await asUser(db, guest, () => db.all("select * from received_invitations()"));
    expect(list).toMatchObject([
      { id: issued.id, organization_name: "Acme", role_name: "Member", inviter_name: "manager" },
    ]);
    const membership = await asUser(db, guest, () =>
      db.one("select * from accept_invitation(id => $1)", [issued.id]),
    );
    expect(membership).toMatchObject({ user_id: guest.id });
    expect(await asUser(db, guest, () => db.all("select * from received_invitations()"))).toEqual(
      [],
    );
  });

  test("can say no, and then it is closed", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await decline(db, guest, issued.token);
    expect(await statusOf(db, issued)).toEqual({ status: "declined", accepted_by: null });
    expect(await codeOf(accept(db, guest, issued.token))).toBe("invitation_closed");
    expect(await db.count("select from memberships where user_id = $1", [guest.id])).toBe(0);
  });

  test("is asked again after saying no", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await decline(db, guest, issued.token);
    const again = asUser(db, world.people.manager, () =>
      db.one("select invite_member($1, $2, 'viewer')", [world.acme.id, guest.email]),
    );
    expect(await codeOf(again)).toBe("succeeded");
  });

  test("need not have had an account before", async ({ db, world }) => {
    const email = "later@people.example";
    const { token } = await asUser(db, world.people.manager, () =>
      db.one<{ token: string }>("select * from invite_member($1, $2, 'member')", [
        world.acme.id,
        email,
      ]),
    );
    const guest = await createUser(db, "Later");
    await db.count("update auth.users set email = $2 where id = $1", [guest.id, email]);
    expect(await accept(db, guest, token)).toMatchObject({ user_id: guest.id });
  });
});

describe("another address", () => {
  test("can neither accept nor decline, whatever its token claims", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    const other = await createUser(db, "Other");
    expect(await codeOf(accept(db, other, issued.token))).toBe("invitation_wrong_address");
    expect(await codeOf(decline(db, other, issued.token))).toBe("invitation_wrong_address");
    const forged = accept(db, { ...other, email: guest.email }, issued.token);
    expect(await codeOf(forged)).toBe("invitation_wrong_address");
    const byId = asUser(db, other, () => db.one("select accept_invitation(id => $1)", [issued.id]));
    expect(await codeOf(byId)).toBe("invitation_not_found");
    expect(await asUser(db, other, () => db.all("select * from received_invitations()"))).toEqual(
      [],
    );
    expect(await statusOf(db, issued)).toEqual({ status: "pending", accepted_by: null });
  });

  test("is one that was never confirmed", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await db.count("update auth.users set email_confirmed_at = null where id = $1", [guest.id]);
    expect(await codeOf(accept(db, guest, issued.token))).toBe("invitation_wrong_address");
    expect(await asUser(db, guest, () => db.all("select * from received_invitations()"))).toEqual(
      [],
    );
  });
});

describe("an invitation is worth what its inviter is", () => {
  const outcomes = async (db: Database, world: World, change: (by: User) => Promise<unknown>) => {
    const by = await createMember(db, world.acme, "admin");
    const { guest, issued } = await invited(db, world, { by, role: "admin" });
    await asService(db, () => change(by));
    return [
      await codeOf(accept(db, guest, issued.token)),
      (await asUser(db, guest, () => db.all("select * from received_invitations()"))).length,
      await codeOf(asAnon(db, () => db.one("select preview_invitation($1)", [issued.token]))),
    ];
  };

  test.for([
    ["was removed", "delete from memberships where user_id = $1"],
    ["was suspended", "update memberships set is_active = false where user_id = $1"],
    ["was lowered", "update memberships set role = 'manager' where user_id = $1"],
  ] as const)("and gives nothing after they %s", async ([, sql], { db, world }) => {
    const change = (by: User) => db.count(sql, [by.id]);
    expect(await outcomes(db, world, change)).toEqual([
      "invitation_closed",
      0,
      "invitation_closed",
    ]);
  });

  test("until somebody else sends it again", async ({ db, world }) => {
    const by = await createMember(db, world.acme, "admin");
    const { guest, issued } = await invited(db, world, { by });
    await asService(db, () => db.count("delete from memberships where user_id = $1", [by.id]));
    const { token } = await asUser(db, world.people.owner, () =>
      db.one<{ token: string }>("select * from resend_invitation($1)", [issued.id]),
    );
    expect(await accept(db, guest, token)).toMatchObject({ user_id: guest.id });
  });
});

describe("an answer that cannot be", () => {
  test("is one to an expired invitation", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await db.count("update invitations set expires_at = now() where id = $1", [issued.id]);
    expect(await codeOf(accept(db, guest, issued.token))).toBe("invitation_expired");
    expect(await codeOf(decline(db, guest, issued.token))).toBe("invitation_expired");
  });

  test("is one to a revoked invitation", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await asUser(db, world.people.manager, () =>
      db.one("select revoke_invitation($1)", [issued.id]),
    );
    expect(await codeOf(accept(db, guest, issued.token))).toBe("invitation_closed");
  });

  test("is joining twice", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await asService(db, () => addMember(db, world.acme, guest, "viewer", false));
    expect(await codeOf(accept(db, guest, issued.token))).toBe("already_member");
    expect(await asUser(db, guest, () => db.count("select from tasks"))).toBe(0);
  });

  test("is joining a suspended organization", async ({ db, world }) => {
    const { guest, issued } = await invited(db, world);
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
    );
    expect(await codeOf(accept(db, guest, issued.token))).toBe("organization_suspended");
    expect(await codeOf(decline(db, guest, issued.token))).toBe("organization_suspended");
  });

  test.for([null, "", "x", "💥", "x".repeat(100_000), randomBytes(32).toString("base64url")])(
    "is one with the token %.20s",
    async (token, { db, world }) => {
      const { guest } = await invited(db, world);
      expect(await codeOf(accept(db, guest, token))).toBe("invitation_not_found");
      expect(await codeOf(decline(db, guest, token))).toBe("invitation_not_found");
    },
  );

  test("is one without an account", async ({ db, world }) => {
    const { issued } = await invited(db, world);
    for (const command of ["accept_invitation", "decline_invitation"]) {
      const attempt = asAnon(db, () => db.one(`select ${command}($1)`, [issued.token]));
      expect(await codeOf(attempt)).toBe(REFUSED);
    }
  });
});

describe("the holder of a link without an account", () => {
  test("sees who invites to what, and no more of the address than they know", async ({
    db,
    world,
  }) => {
    const { guest, issued } = await invited(db, world);
    const preview = await asAnon(db, () =>
      db.one("select * from preview_invitation($1)", [issued.token]),
    );
    expect(preview).toEqual({
      organization_name: "Acme",
      role_name: "Member",
      inviter_name: "manager",
      email_hint: `${guest.email[0]}…@people.example`,
      expires_at: expect.any(Date),
    });
  });

  test.for(["", "guess", randomBytes(32).toString("base64url")])(
    "sees nothing for %j",
    async (token, { db, world }) => {
      await invited(db, world);
      const attempt = asAnon(db, () => db.one("select preview_invitation($1)", [token]));
      expect(await codeOf(attempt)).toBe("invitation_not_found");
    },
  );
});
