import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { countryCodes } from "@flowdesk/types/countries";
import { errorStatuses, isErrorCode } from "@flowdesk/types/errors";
import { builtinRoles, defaultPermissions, permissions } from "@flowdesk/types/permissions";
import { taskPriorities } from "@flowdesk/types/tasks";
import { describe, expect } from "vitest";
import { createOrganization } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

describe("packages/types says the same as the database of", () => {
  test("the catalogue of permissions, in its order", async ({ db }) => {
    const rows = await db.all<{ key: string }>("select key from permissions order by position");
    expect(rows.map(({ key }) => key)).toEqual([...permissions]);
  });

  test("what each built-in role holds in a new organization", async ({ db }) => {
    const { id } = await createOrganization(db);
    const roles = await db.all<{ key: string }>(
      "select key from roles where organization_id = $1 and is_builtin order by position",
      [id],
    );
    expect(roles.map(({ key }) => key)).toEqual([...builtinRoles]);
    for (const role of builtinRoles) {
      const rows = await db.all<{ permission: string }>(
        "select permission from role_permissions where organization_id = $1 and role = $2",
        [id, role],
      );
      const held = new Set(rows.map(({ permission }) => permission));
      expect.soft(held, role).toEqual(new Set(defaultPermissions[role]));
    }
  });

  test("the countries there are", async ({ db }) => {
    const rows = await db.all<{ code: string }>(
      `select a || b as code
       from unnest(string_to_array('A B C D E F G H I J K L M N O P Q R S T U V W X Y Z', ' ')) as a,
         unnest(string_to_array('A B C D E F G H I J K L M N O P Q R S T U V W X Y Z', ' ')) as b
       where private.is_country_code(a || b)
       order by 1`,
    );
    expect(rows.map(({ code }) => code)).toEqual([...countryCodes].sort());
  });

  test("the rank of priorities", async ({ db, world }) => {
    for (const [rank, priority] of taskPriorities.entries()) {
      const row = await db.one(
        "update tasks set priority = $2 where id = $1 returning priority_rank",
        [world.openTask.id, priority],
      );
      expect(row).toEqual({ priority_rank: rank });
    }
  });
});

describe("error codes", () => {
  const repository = dirname(dirname(dirname(import.meta.dirname)));

  test("raised in SQL, with their status, and by edge functions are those of packages/types", async () => {
    const raised = new Map<string, Set<number>>();
    for await (const file of glob("supabase/migrations/*.sql", { cwd: repository })) {
      const text = await readFile(join(repository, file), "utf8");
      for (const [, code = "", status] of text.matchAll(/throw_error\(\s*'(\w+)',\s*(\d+)/g)) {
        raised.set(code, (raised.get(code) ?? new Set()).add(Number(status)));
      }
    }
    expect(raised.size).toBeGreaterThan(0);
    for (const [code, statuses] of raised) {
      const expected = isErrorCode(code) ? [errorStatuses[code]] : [];
      expect.soft([...statuses], code).toEqual(expected);
    }
    for await (const file of glob("supabase/functions/**/*.ts", { cwd: repository })) {
      const text = await readFile(join(repository, file), "utf8");
      for (const [, code = ""] of text.matchAll(/new CodedError\(\s*"(\w+)"/g)) {
        raised.set(code, new Set());
      }
    }
    expect([...raised.keys()].sort()).toEqual(Object.keys(errorStatuses).sort());
  });

  test("are all explained in docs/error-codes.md", async () => {
    const text = await readFile(join(repository, "docs/error-codes.md"), "utf8");
    const explained = [...text.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(explained)).toEqual(errorStatuses);
  });
});
