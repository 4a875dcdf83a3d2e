import { rowEventSchema } from "@flowdesk/types/topics";
import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { createUser } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

/** Topic, event and table of what `sql` makes the database say, as the owner of acme. */
async function told(db: Database, world: World, sql: string, values: unknown[]) {
  const messages = await sentBy(db, () =>
    asUser(db, world.people.owner, () => db.one(sql, values)),
  );
  for (const { payload } of messages) {
    expect(rowEventSchema.strict().parse(payload)).toMatchObject({
      project_id: null,
      actor_id: world.people.owner.id,
    });
  }
  return messages.map(({ topic, event, payload }) => `${topic} ${event} ${payload.table}`);
}

describe("a change of an organization's people is told to it and to the person", () => {
  test.for([
    ["role", "select change_member_role($1, $2, 'viewer')", "UPDATE"],
    ["suspension", "select suspend_member($1, $2)", "UPDATE"],
    ["removal", "select remove_member($1, $2)", "DELETE"],
  ] as const)("%s", async ([, sql, event], { db, world }) => {
    const { acme, insider } = world;
    expect(await told(db, world, sql, [acme.id, insider.id])).toEqual([
      `org:${acme.id} ${event} memberships`,
      `user:${insider.id} ${event} memberships`,
    ]);
  });

  test("joining", async ({ db, world }) => {
    const guest = await createUser(db);
    const { token } = await asUser(db, world.people.owner, () =>
      db.one<{ token: string }>("select * from invite_member($1, $2, 'viewer')", [
        world.acme.id,
        guest.email,
      ]),
    );
    const messages = await sentBy(db, () =>
      asUser(db, guest, () => db.one("select accept_invitation($1)", [token])),
    );
    expect(
      messages.map(({ topic, event, payload }) => `${topic} ${event} ${payload.table}`).sort(),
    ).toEqual([
      `org:${world.acme.id} INSERT memberships`,
      `org:${world.acme.id} UPDATE invitations`,
      `user:${guest.id} INSERT memberships`,
      `user:${guest.id} UPDATE invitations`,
    ]);
  });
});

describe("is told", () => {
  test("what a role holds, to everybody who has it", async ({ db, world }) => {
    const { acme, people } = world;
    const sql = "select set_role_permissions($1, 'member', '{tasks.read}')";
    expect(await told(db, world, sql, [acme.id])).toEqual([
      `org:${acme.id} UPDATE roles`,
      `user:${people.member.id} UPDATE roles`,
    ]);
  });

  test("a new role, and one that is gone", async ({ db, world }) => {
    const { acme } = world;
    expect(await told(db, world, "select create_role($1, 'Guest')", [acme.id])).toEqual([
      `org:${acme.id} INSERT roles`,
    ]);
    expect(await told(db, world, "select delete_role($1, 'guest')", [acme.id])).toEqual([
      `org:${acme.id} DELETE roles`,
    ]);
  });

  test("an invitation, to the invited person too", async ({ db, world }) => {
    const { acme } = world;
    const guest = await createUser(db);
    const invite = "select invite_member($1, $2, 'viewer')";
    expect(await told(db, world, invite, [acme.id, guest.email])).toEqual([
      `org:${acme.id} INSERT invitations`,
      `user:${guest.id} INSERT invitations`,
    ]);
    expect(await told(db, world, invite, [acme.id, "nobody@x.example"])).toEqual([
      `org:${acme.id} INSERT invitations`,
    ]);
  });

  test("a change of the organization, its plan and its end", async ({ db, world }) => {
    const { acme } = world;
    const rename = "update organizations set name = 'Acme Ltd' where id = $1 returning id";
    const update = [`org:${acme.id} UPDATE organizations`];
    expect(await told(db, world, rename, [acme.id])).toEqual(update);
    expect(await told(db, world, "select request_plan($1, 'premium')", [acme.id])).toEqual([
      `org:${acme.id} INSERT plan_requests`,
    ]);
    expect(await told(db, world, "select delete_organization($1)", [acme.id])).toEqual(update);
  });

  test("a hostname that is claimed, verified and given up", async ({ db, world }) => {
    const { acme } = world;
    const messages = await sentBy(db, async () => {
      const { id } = await asService(db, () =>
        db.one<{ id: string }>("select id from add_tenant_domain($1, 'acme.example')", [acme.id]),
      );
      await db.count("delete from organization_domains where id = $1", [id]);
    });
    expect(new Set(messages.map(({ topic }) => topic))).toEqual(new Set([`org:${acme.id}`]));
    expect(messages.at(0)?.event).toBe("DELETE");
  });

  test("an organization that is born, to its owner only", async ({ db }) => {
    const user = await createUser(db);
    const messages = await sentBy(db, () =>
      asUser(db, user, () => db.one("select create_organization('Born')")),
    );
    expect(messages.map(({ event, payload }) => `${event} ${payload.table}`)).toEqual([
      "INSERT memberships",
      "INSERT memberships",
    ]);
  });
});
