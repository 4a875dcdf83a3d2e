import { expect } from "vitest";
import { asUser, type Database, type User } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

const keep = (
  db: Database,
  { acme }: World,
  user: User,
  { name = "View", project = null as string | null, isShared = false } = {},
) =>
  asUser(db, user, () =>
    db.one<{ id: string }>(
      `insert into saved_views (organization_id, project_id, name, is_shared)
       values ($1, $2, $3, $4) returning id`,
      [acme.id, project, name, isShared],
    ),
  );

test("a name is taken for its owner and project, whatever its capitals", async ({ db, world }) => {
  const { member, manager } = world.people;
  await keep(db, world, member, { name: "Mine" });
  expect(await codeOf(keep(db, world, member, { name: "mine" }))).toBe("23505");
  const elsewhere = { name: "Mine", project: world.open.id };
  expect(await codeOf(keep(db, world, member, elsewhere))).toBe("succeeded");
  expect(await codeOf(keep(db, world, member, elsewhere))).toBe("23505");
  expect(await codeOf(keep(db, world, manager, { name: "Mine" }))).toBe("succeeded");
});

test("a view of another organization's project cannot exist", async ({ db, world }) => {
  const attempt = keep(db, world, world.people.owner, { project: world.foreign.id });
  expect(await codeOf(attempt)).toBe("23503");
});

test("who leaves takes their own views along and leaves the shared ones", async ({ db, world }) => {
  const { member } = world.people;
  await keep(db, world, member, { name: "Own" });
  await keep(db, world, member, { name: "Shared", isShared: true });
  await db.count("delete from memberships where user_id = $1", [member.id]);
  const left = await db.all("select name from saved_views where organization_id = $1", [
    world.acme.id,
  ]);
  expect(left).toEqual([{ name: "Shared" }]);
});

test("a view is told to those who see it, and to those who just lost it", async ({ db, world }) => {
  const { manager } = world.people;
  const share = (id: string, isShared: boolean) => () =>
    asUser(db, manager, () =>
      db.count("update saved_views set is_shared = $2 where id = $1", [id, isShared]),
    );
  const topicsOf = async (work: () => Promise<unknown>) =>
    (await sentBy(db, work)).map(({ topic }) => topic);
  const [user, organization] = [`user:${manager.id}`, `org:${world.acme.id}`];

  let id = "";
  const create = async () => {
    ({ id } = await keep(db, world, manager, { project: world.open.id }));
  };
  expect(await topicsOf(create)).toEqual([user]);
  expect(await topicsOf(share(id, true))).toEqual([organization, user]);
  expect(await topicsOf(share(id, false))).toEqual([organization, user]);

  const { insider, secret } = world;
  const createSecret = () => keep(db, world, insider, { project: secret.id, isShared: true });
  expect(await topicsOf(createSecret)).toEqual([`project:${secret.id}`]);
});
