import { describe, expect, test } from "vitest";
import { committed, crossing } from "../helpers/crossing.ts";
import { asUser, connect, type Database, type User } from "../helpers/database.ts";
import { createMember, createOrganization, createUser } from "../helpers/rows.ts";

async function createTeam(db: Database) {
  return committed(db, async () => {
    const acme = await createOrganization(db);
    return {
      acme,
      ann: await createMember(db, acme, "owner"),
      bob: await createMember(db, acme, "owner"),
      eve: await createMember(db, acme, "admin"),
    };
  });
}

const call = (by: User, sql: string, values: unknown[]) => (on: Database) =>
  asUser(on, by, () => on.one(sql, values));

describe("at the same instant", () => {
  test("two owners who demote each other by command leave one", async () => {
    await using db = await connect();
    const { acme, ann, bob } = await createTeam(db);
    const demote = "select change_member_role($1, $2, 'admin')";
    const outcomes = await crossing(
      call(ann, demote, [acme.id, bob.id]),
      call(bob, demote, [acme.id, ann.id]),
    );
    // The second is no longer an owner when its turn comes.
    expect(outcomes).toEqual(["succeeded", "permission_not_held"]);
  });

  test("two owners who leave do not leave the organization alone", async () => {
    await using db = await connect();
    const { acme, ann, bob } = await createTeam(db);
    const leave = "select leave_organization($1)";
    const outcomes = await crossing(call(ann, leave, [acme.id]), call(bob, leave, [acme.id]));
    expect(outcomes).toEqual(["succeeded", "last_owner"]);
  });

  test("an admin who is being lowered gives nothing away any more", async () => {
    await using db = await connect();
    const { acme, ann, eve } = await createTeam(db);
    const outcomes = await crossing(
      call(ann, "select change_member_role($1, $2, 'viewer')", [acme.id, eve.id]),
      call(eve, "select invite_member($1, 'eve2@people.example', 'admin')", [acme.id]),
    );
    expect(outcomes).toEqual(["succeeded", "permission_missing"]);
  });

  test("an invitation that is being revoked is not accepted", async () => {
    await using db = await connect();
    const { acme, ann } = await createTeam(db);
    const guest = await committed(db, () => createUser(db));
    const { id, token } = await committed(db, () =>
      asUser(db, ann, () =>
        db.one<{ id: string; token: string }>("select * from invite_member($1, $2, 'viewer')", [
          acme.id,
          guest.email,
        ]),
      ),
    );
    const outcomes = await crossing(
      call(ann, "select revoke_invitation($1)", [id]),
      call(guest, "select accept_invitation($1)", [token]),
    );
    expect(outcomes).toEqual(["succeeded", "invitation_closed"]);
    expect(await db.count("select from memberships where user_id = $1", [guest.id])).toBe(0);
  });

  test("an invitation is accepted once", async () => {
    await using db = await connect();
    const { acme, ann } = await createTeam(db);
    const guest = await committed(db, () => createUser(db));
    const { token } = await committed(db, () =>
      asUser(db, ann, () =>
        db.one<{ token: string }>("select * from invite_member($1, $2, 'viewer')", [
          acme.id,
          guest.email,
        ]),
      ),
    );
    const accept = call(guest, "select accept_invitation($1)", [token]);
    expect(await crossing(accept, accept)).toEqual(["succeeded", "invitation_closed"]);
  });

  test("an address is invited once", async () => {
    await using db = await connect();
    const { acme, ann, bob } = await createTeam(db);
    const invite = "select invite_member($1, 'new@people.example', 'viewer')";
    const outcomes = await crossing(call(ann, invite, [acme.id]), call(bob, invite, [acme.id]));
    expect(outcomes).toEqual(["succeeded", "invitation_pending"]);
  });

  test("a role is not given while it is being removed", async () => {
    await using db = await connect();
    const { acme, ann, bob, eve } = await createTeam(db);
    await committed(db, () =>
      asUser(db, ann, () => db.one("select create_role($1, 'Guest')", [acme.id])),
    );
    const outcomes = await crossing(
      call(ann, "select delete_role($1, 'guest')", [acme.id]),
      call(bob, "select change_member_role($1, $2, 'guest')", [acme.id, eve.id]),
    );
    expect(outcomes).toEqual(["succeeded", "role_not_found"]);
  });

  test("a hostname is verified for one organization", async () => {
    await using db = await connect();
    const hostname = `h${Date.now()}.example`;
    const claim = () =>
      committed(db, async () => {
        const { id } = await createOrganization(db);
        return db.one<{ id: string; verification_token: string }>(
          "insert into organization_domains (organization_id, hostname) values ($1, $2) returning *",
          [id, hostname],
        );
      });
    const [ours, theirs] = [await claim(), await claim()];
    const verify = (domain: typeof ours) => (on: Database) =>
      on.one("select record_domain_verification($1, array[$2])", [
        domain.id,
        domain.verification_token,
      ]);
    expect(await crossing(verify(ours), verify(theirs))).toEqual(["succeeded", "hostname_taken"]);
  });
});
