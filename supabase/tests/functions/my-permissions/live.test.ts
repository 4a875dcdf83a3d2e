import { defaultPermissions, permissions } from "@flowdesk/types/permissions";
import { describe, expect } from "vitest";
import { asAnon, asService, type Database } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";
import { asActor, type World } from "../../helpers/world.ts";

async function ask(db: Database, world: World, actor: keyof World["people"]): Promise<unknown> {
  const row = await asActor(db, world, actor, () =>
    db.one("select my_permissions($1) as held", [world.acme.id]),
  );
  return row.held;
}

describe("my_permissions", () => {
  test.for(["owner", "admin", "manager", "member", "viewer"] as const)(
    "tells the %s what they hold, in the order of the catalogue",
    async (role, { db, world }) => {
      expect(await ask(db, world, role)).toEqual(
        permissions.filter((permission) => defaultPermissions[role].has(permission)),
      );
    },
  );

  test.for(["suspended", "stranger"] as const)("tells a %s nothing", async (who, { db, world }) => {
    expect(await ask(db, world, who)).toEqual([]);
  });

  test("keeps only reading while the organization is suspended", async ({ db, world }) => {
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
    );
    expect(await ask(db, world, "owner")).toEqual(
      permissions.filter((permission) => /\.(read|read_private|export)$/.test(permission)),
    );
  });

  test("is not for anonymous visitors", async ({ db, world }) => {
    const attempt = asAnon(db, () => db.one("select my_permissions($1)", [world.acme.id]));
    expect(await codeOf(attempt)).toBe(REFUSED);
  });
});
