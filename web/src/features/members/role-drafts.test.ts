import { expect, test } from "vitest";
import type { Role } from "./queries.ts";
import { withToggled } from "./role-drafts.ts";

const viewer: Role = {
  key: "viewer",
  name: "Viewer",
  isBuiltin: true,
  version: 1,
  permissions: ["organization.read", "tasks.read"],
};

test("ticking adds to what the role holds, and leaves other roles alone", () => {
  const drafts = withToggled(new Map(), viewer, "tasks.create");
  expect([...(drafts.get("viewer") ?? [])].toSorted()).toEqual([
    "organization.read",
    "tasks.create",
    "tasks.read",
  ]);
  expect(drafts.size).toBe(1);
});

test("a role that is back to what it holds waits for no saving", () => {
  const ticked = withToggled(new Map(), viewer, "tasks.create");
  expect(withToggled(ticked, viewer, "tasks.create").size).toBe(0);
  const taken = withToggled(new Map(), viewer, "tasks.read");
  expect(withToggled(taken, viewer, "tasks.read").size).toBe(0);
});
