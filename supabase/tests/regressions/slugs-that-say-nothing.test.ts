import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createUser } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test.for(["日本", "!!!", "—"])("the slug %s is invalid, not reserved", async (slug, { db }) => {
  const user = await createUser(db);
  const founded = asUser(db, user, () =>
    db.all("select public.create_organization('A name', $1)", [slug]),
  );
  expect(await codeOf(founded)).toBe("slug_invalid");
});
