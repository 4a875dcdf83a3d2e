import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect } from "vitest";
import { asUser, type Database, type User } from "../helpers/database.ts";
import { createMember, createOrganization, createProject, createUser } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

async function refusalOf(
  db: Database,
  user: User,
  organizationId: string,
  projectId: string,
): Promise<{ code: string | undefined; message: string }> {
  try {
    await asUser(db, user, () =>
      db.count(
        "insert into public.tasks (organization_id, project_id, title) values ($1, $2, 'x')",
        [organizationId, projectId],
      ),
    );
  } catch (error) {
    if (error instanceof pg.DatabaseError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the task was created");
}

test("a task for a hidden project is refused in the same words as for one that is not there", async ({
  db,
}) => {
  const owner = await createUser(db);
  const organization = await createOrganization(db, { owner });
  const hidden = await createProject(db, organization, { visibility: "private" });
  const member = await createMember(db, organization, "member");

  const forHidden = await refusalOf(db, member, organization.id, hidden.id);
  const forMissing = await refusalOf(db, member, organization.id, randomUUID());
  expect(forHidden.code).toBe("42501");
  expect(forMissing).toEqual(forHidden);
});
