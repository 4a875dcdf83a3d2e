import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

const invite = "select * from invite_member($1, $2, $3)";

function send(db: Database, by: User, world: World, email: unknown, role: unknown = "member") {
  return asUser(db, by, () =>
    db.one<{ id: string; token: string }>(invite, [world.acme.id, email, role]),
  );
}

function countInvitations(db: Database, { acme }: World): Promise<number> {
  return db.count("select from invitations where organization_id = $1", [acme.id]);
}

describe("an invitation", () => {
  test("is stored without its token, which is told once", async ({ db, world }) => {
    const { manager } = world.people;
    const issued = await send(db, manager, world, "  New.Person@People.Example ");
    expect(issued).toMatchObject({
      organization_id: world.acme.id,
      email: "new.person@people.example",
      role: "member",
      token: expect.stringMatching(/^[\w-]{43}$/),
    });
    const row = await db.one(
      `select status, invited_by, expires_at - created_at = interval '7 days' as for_a_week,
              token_hash = sha256(convert_to($2, 'UTF8')) as hashed
       from invitations join private.invitation_tokens on invitation_id = id where id = $1`,
      [issued.id, issued.token],
    );
    expect(row).toEqual({
      status: "pending",
      invited_by: manager.id,
      for_a_week: true,
      hashed: true,
    });
  });

  test("is one for an address, until it expired", async ({ db, world }) => {
    const { manager } = world.people;
    const first = await send(db, manager, world, "new@people.example");
    const again = () => codeOf(send(db, manager, world, "NEW@people.example", "viewer"));
    expect(await again()).toBe("invitation_pending");
    await db.count("update invitations set expires_at = now() where id = $1", [first.id]);
    expect(await again()).toBe("succeeded");
    const rows = await db.all(
      "select role, status from invitations where organization_id = $1 order by id",
      [world.acme.id],
    );
    expect(rows).toEqual([
      { role: "member", status: "expired" },
      { role: "viewer", status: "pending" },
    ]);
  });

  test("can be made by two organizations for the same person", async ({ db, world }) => {
    await send(db, world.people.owner, world, "new@people.example");
    const attempt = asUser(db, world.people.stranger, () =>
      db.one(invite, [world.globex.id, "new@people.example", "member"]),
    );
    expect(await codeOf(attempt)).toBe("succeeded");
  });

  test("is not for somebody who is in already, suspended or not", async ({ db, world }) => {
    const { owner, viewer, suspended, stranger } = world.people;
    expect(await codeOf(send(db, owner, world, viewer.email))).toBe("already_member");
    expect(await codeOf(send(db, owner, world, suspended.email.toUpperCase()))).toBe(
      "already_member",
    );
    expect(await codeOf(send(db, owner, world, stranger.email))).toBe("succeeded");
  });

  test.for([
    ["", "23514"],
    ["nobody", "23514"],
    ["a@b", "23514"],
    ["a b@c.example", "23514"],
    ["a@b@c.example", "23514"],
    ["a@b.example\nbcc: x@y.example", "23514"],
    [`${"x".repeat(250)}@b.example`, "23514"],
    [null, "23502"],
  ] as const)("cannot go to %j", async ([email, code], { db, world }) => {
    expect(await codeOf(send(db, world.people.owner, world, email))).toBe(code);
    expect(await countInvitations(db, world)).toBe(0);
  });

  test.for(["boss", "", "Owner", null])("cannot give the role %j", async (role, { db, world }) => {
    const attempt = send(db, world.people.owner, world, "new@people.example", role);
    expect(await codeOf(attempt)).toBe("role_not_found");
  });

  test("can be sent a hundred times a day", async ({ db, world }) => {
    const { manager } = world.people;
    const { id } = await send(db, manager, world, "new@people.example");
    const resend = () => asUser(db, manager, () => db.one("select resend_invitation($1)", [id]));
    await db.count(
      `insert into private.invitation_sendings (organization_id, sent_at)
       select $1, now() from generate_series(1, 98)`,
      [world.acme.id],
    );
    expect(await codeOf(resend())).toBe("succeeded");
    expect(await codeOf(resend())).toBe("invitation_limit_reached");
    expect(await codeOf(send(db, manager, world, "other@people.example"))).toBe(
      "invitation_limit_reached",
    );
    expect(await countInvitations(db, world)).toBe(1);
    await db.count(
      `update private.invitation_sendings set sent_at = now() - interval '25 hours'
       where organization_id = $1`,
      [world.acme.id],
    );
    expect(await codeOf(resend())).toBe("succeeded");
    expect(
      await db.count("select from private.invitation_sendings where organization_id = $1", [
        world.acme.id,
      ]),
    ).toBe(1);
  });
});

describe("sending it again", () => {
  test("gives a new link and a new week, in the sender's name", async ({ db, world }) => {
    const { manager, admin } = world.people;
    const first = await send(db, manager, world, "new@people.example");
    await db.count("update invitations set expires_at = now() - interval '1 day' where id = $1", [
      first.id,
    ]);
    const second = await asUser(db, admin, () =>
      db.one<{ token: string }>("select * from resend_invitation($1)", [first.id]),
    );
    expect(second.token).not.toBe(first.token);
    const row = await db.one(
      "select invited_by, expires_at > now() as open from invitations where id = $1",
      [first.id],
    );
    expect(row).toEqual({ invited_by: admin.id, open: true });
    const preview = (token: string) =>
      codeOf(db.one("select preview_invitation($1)", [token]).then(() => {}));
    await db.all("savepoint look");
    expect(await preview(first.token)).toBe("invitation_not_found");
    await db.all("rollback to savepoint look");
    expect(await preview(second.token)).toBe("succeeded");
  });

  test("and taking it back work only while it is open", async ({ db, world }) => {
    const { manager } = world.people;
    const { id } = await send(db, manager, world, "new@people.example");
    const call = (command: string, target: unknown) =>
      codeOf(asUser(db, manager, () => db.one(`select ${command}($1)`, [target])));
    expect(await call("revoke_invitation", id)).toBe("succeeded");
    for (const command of ["revoke_invitation", "resend_invitation"]) {
      expect(await call(command, id)).toBe("invitation_closed");
      expect(await call(command, world.acme.id)).toBe("invitation_not_found");
      expect(await call(command, null)).toBe("invitation_not_found");
    }
  });

  test("is refused while the organization is suspended", async ({ db, world }) => {
    const { manager } = world.people;
    const { id } = await send(db, manager, world, "new@people.example");
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
    );
    for (const command of ["revoke_invitation", "resend_invitation"]) {
      const attempt = asUser(db, manager, () => db.one(`select ${command}($1)`, [id]));
      expect(await codeOf(attempt)).toBe("organization_suspended");
    }
    expect(await codeOf(send(db, manager, world, "b@people.example"))).toBe(
      "organization_suspended",
    );
  });
});
