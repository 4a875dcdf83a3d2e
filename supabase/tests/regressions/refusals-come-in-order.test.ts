import { expect } from "vitest";
import { asUser, type User } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { createMember, createOrganization, createProject, createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test("what one may not do, or nobody may now, is said before what the plan does not allow", async ({
  db,
}) => {
  const acme = await createOrganization(db, { plan: "free" });
  const [owner, viewer] = [
    await createMember(db, acme, "owner"),
    await createMember(db, acme, "viewer"),
  ];
  const project = await createProject(db, acme);
  for (let n = 0; n < 10; n++) await createTask(db, project);
  const outcomes = async (user: User) => [
    await codeOf(
      asUser(db, user, () =>
        db.count("insert into projects (organization_id, name) values ($1, 'New')", [acme.id]),
      ),
    ),
    await codeOf(
      asUser(db, user, () =>
        db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'New')", [
          acme.id,
          project.id,
        ]),
      ),
    ),
  ];
  expect(await outcomes(owner)).toEqual(["plan_limit_reached", "plan_limit_reached"]);
  expect(await outcomes(viewer)).toEqual([REFUSED, REFUSED]);
  await db.count("update organizations set is_active = false where id = $1", [acme.id]);
  expect(await outcomes(owner)).toEqual(["organization_suspended", "organization_suspended"]);
  expect(await outcomes(viewer)).toEqual([REFUSED, REFUSED]);
});
