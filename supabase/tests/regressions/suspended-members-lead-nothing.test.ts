import { expect } from "vitest";
import { asUser, type Database, type User } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

const lead = (db: Database, world: World, user: User) =>
  codeOf(
    asUser(db, world.people.owner, () =>
      db.count("update projects set lead_id = $2 where id = $1", [world.open.id, user.id]),
    ),
  );

const found = (db: Database, world: World, user: User) =>
  codeOf(
    asUser(db, world.people.owner, () =>
      db.count("insert into projects (organization_id, name, lead_id) values ($1, 'New', $2)", [
        world.acme.id,
        user.id,
      ]),
    ),
  );

const admit = (db: Database, world: World, user: User) =>
  codeOf(
    asUser(db, world.people.owner, () =>
      db.count(
        "insert into project_members (organization_id, project_id, user_id) values ($1, $2, $3)",
        [world.acme.id, world.secret.id, user.id],
      ),
    ),
  );

test("a suspended member becomes neither lead nor member of a project", async ({ db, world }) => {
  const { suspended, member } = world.people;
  for (const act of [lead, found, admit]) {
    expect(await act(db, world, suspended)).toBe("member_suspended");
    expect(await act(db, world, member)).toBe("succeeded");
  }
});

test("a lead who was suspended later stays, whatever else changes", async ({ db, world }) => {
  const { member, owner } = world.people;
  await lead(db, world, member);
  await db.count("update memberships set is_active = false where user_id = $1", [member.id]);
  const attempt = asUser(db, owner, () =>
    db.count("update projects set name = 'Other' where id = $1", [world.open.id]),
  );
  expect(await attempt).toBe(1);
});
