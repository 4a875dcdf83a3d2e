import { describe, expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createOrganization, createProject, createUser } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

describe.each(["infinity", "-infinity", "0044-03-15 BC", "294276-12-31"])("the day %s", (day) => {
  test.for(["start_date", "due_date"])("is refused as a task's %s", async (column, { db }) => {
    const owner = await createUser(db);
    const organization = await createOrganization(db, { owner });
    const project = await createProject(db, organization);
    const insert = asUser(db, owner, () =>
      db.count(
        `insert into public.tasks (organization_id, project_id, title, ${column})
         values ($1, $2, 'A task', $3)`,
        [organization.id, project.id, day],
      ),
    );
    expect(await codeOf(insert)).toBe("23514");
  });
});
