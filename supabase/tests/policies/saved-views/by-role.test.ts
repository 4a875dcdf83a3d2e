import { asService, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import type { Actor, World } from "../../helpers/world.ts";

const untouched = (db: Database, { acme }: World) =>
  db.all("select * from saved_views where organization_id = $1 order by id", [acme.id]);

interface View {
  project?: string;
  isShared?: boolean;
  owner?: string;
}

/** A view; without more said the insider's own, across projects. */
const keep = (db: Database, { acme, insider }: World, view: View = {}) =>
  asService(db, () =>
    db.count(
      `insert into saved_views (organization_id, project_id, owner_id, name, is_shared)
       values ($1, $2, $3, 'View', $4)`,
      [acme.id, view.project ?? null, view.owner ?? insider.id, view.isShared ?? false],
    ),
  );
const own = (db: Database, world: World, actor: Actor) =>
  keep(db, world, { owner: actor === "anon" ? world.insider.id : world.people[actor].id });
const see = (db: Database, { acme }: World) =>
  db.count("select from saved_views where organization_id = $1", [acme.id]);
const rename = (db: Database, { acme }: World) =>
  db.count("update saved_views set name = 'Other' where organization_id = $1", [acme.id]);
const discard = (db: Database, { acme }: World) =>
  db.count("delete from saved_views where organization_id = $1", [acme.id]);

everybody("sees a shared view", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: (db, world) => keep(db, world, { isShared: true }),
  act: see,
});

everybody("sees somebody else's own view", {
  allowed: [],
  given: (db, world) => keep(db, world),
  act: see,
});

everybody("sees a shared view of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, world) => keep(db, world, { isShared: true, project: world.secret.id }),
  act: see,
});

everybody("keeps a view and gets it back", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { acme, open }) =>
    db.count(
      `insert into saved_views (organization_id, project_id, name, layout, query, is_shared)
       values ($1, $2, 'New', 'board', '{"status": "todo"}', true) returning *`,
      [acme.id, open.id],
    ),
  untouched,
});

everybody("keeps a view of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { acme, secret }) =>
    db.count("insert into saved_views (organization_id, project_id, name) values ($1, $2, 'New')", [
      acme.id,
      secret.id,
    ]),
  untouched,
});

everybody("changes their own view", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: own,
  act: rename,
  untouched,
});

everybody("changes a shared view of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: (db, world) => keep(db, world, { isShared: true }),
  act: rename,
  untouched,
});

everybody("changes somebody else's own view", {
  allowed: [],
  given: (db, world) => keep(db, world),
  act: rename,
  untouched,
});

everybody("takes a shared view of somebody else out of sight", {
  allowed: [],
  given: (db, world) => keep(db, world, { isShared: true }),
  act: (db, { acme }) =>
    db.count("update saved_views set is_shared = false where organization_id = $1", [acme.id]),
  untouched,
});

everybody("deletes their own view", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  given: own,
  act: discard,
  untouched,
});

everybody("deletes a shared view of somebody else", {
  allowed: ["owner", "admin", "manager"],
  given: (db, world) => keep(db, world, { isShared: true }),
  act: discard,
  untouched,
});
