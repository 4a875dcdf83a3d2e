import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createUser } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test("the token of a deleted account renames nobody, founds nothing and hears nothing", async ({
  db,
}) => {
  const user = await createUser(db, "Ana");
  await db.count("delete from auth.users where id = $1", [user.id]);

  const renamed = asUser(db, user, () =>
    db.count("update public.profiles set display_name = 'The boss' where id = $1", [user.id]),
  );
  expect(await renamed).toBe(0);
  const founded = asUser(db, user, () =>
    db.all("select public.create_organization('Nobody''s')", []),
  );
  expect(await codeOf(founded)).toBe("account_required");
  const { joins } = await asUser(db, user, () =>
    db.one<{ joins: boolean }>("select private.has_topic_access($1) as joins", [`user:${user.id}`]),
  );
  expect(joins).toBe(false);
  const { display_name } = await db.one<{ display_name: string }>(
    "select display_name from public.profiles where id = $1",
    [user.id],
  );
  expect(display_name).toBe("Deleted user");
});
