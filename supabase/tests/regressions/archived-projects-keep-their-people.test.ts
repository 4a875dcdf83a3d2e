import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createMember, createOrganization, createProject, createUser } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test("nobody is added to or removed from an archived project", async ({ db }) => {
  const owner = await createUser(db);
  const organization = await createOrganization(db, { owner });
  const project = await createProject(db, organization);
  const member = await createMember(db, organization, "member");
  const add = () =>
    db.count(
      `insert into public.project_members (organization_id, project_id, user_id)
       values ($1, $2, $3)`,
      [organization.id, project.id, member.id],
    );
  expect(await asUser(db, owner, add)).toBe(1);
  await asUser(db, owner, () =>
    db.count("update public.projects set archived_at = now() where id = $1", [project.id]),
  );

  const removed = asUser(db, owner, () =>
    db.count("delete from public.project_members where project_id = $1", [project.id]),
  );
  expect(await codeOf(removed)).toBe("project_archived");
  const { count } = await db.one<{ count: string }>(
    "select count(*) from public.project_members where project_id = $1 and user_id = $2",
    [project.id, member.id],
  );
  expect(Number(count)).toBe(1);
});
