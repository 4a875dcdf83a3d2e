import { describe, expect, test } from "vitest";
import { signUpSchema } from "./accounts.ts";
import { errorBodySchema, isErrorCode } from "./errors.ts";
import { builtinRoles, defaultPermissions, permissions } from "./permissions.ts";
import { projectCreateSchema } from "./projects.ts";
import { taskCreateSchema, taskUpdateSchema } from "./tasks.ts";
import { rowEventSchema, topics } from "./topics.ts";

describe("inputs", () => {
  test("are trimmed, and one line where they name something", () => {
    expect(taskCreateSchema.parse({ title: "  Paint the door " })).toEqual({
      title: "Paint the door",
    });
    expect(taskCreateSchema.safeParse({ title: "Paint\nthe door" }).success).toBe(false);
    expect(taskCreateSchema.safeParse({ title: "   " }).success).toBe(false);
  });

  test("lose what the contract does not name", () => {
    expect(projectCreateSchema.parse({ name: "X", created_by: "me", version: 9 })).toEqual({
      name: "X",
    });
    expect(taskUpdateSchema.parse({ project_id: "elsewhere" })).toEqual({});
  });

  test("count an emoji as one character", () => {
    expect(taskCreateSchema.safeParse({ title: "🎉".repeat(300) }).success).toBe(true);
    expect(taskCreateSchema.safeParse({ title: "🎉".repeat(301) }).success).toBe(false);
  });

  test("need a password of eight characters for a new account", () => {
    const person = { email: "ada@lumen.example", display_name: "Ada" };
    expect(signUpSchema.safeParse({ ...person, password: "1234567" }).success).toBe(false);
    expect(signUpSchema.safeParse({ ...person, password: "12345678" }).success).toBe(true);
  });
});

test("each role holds no more than the one before it", () => {
  const held = builtinRoles.map((role) => defaultPermissions[role]);
  for (const [index, role] of held.slice(1).entries()) {
    expect(role.isSubsetOf(held[index] ?? new Set())).toBe(true);
  }
  expect(defaultPermissions.owner.size).toBe(permissions.length);
});

test("error codes are told from the platform's", () => {
  expect(isErrorCode("last_owner")).toBe(true);
  expect(isErrorCode("42501")).toBe(false);
  expect(isErrorCode("toString")).toBe(false);
  expect(errorBodySchema.parse({ code: "x", message: "y" })).toEqual({
    code: "x",
    message: "y",
    details: null,
    hint: null,
  });
});

test("topics and events have one form", () => {
  const id = "0b000000-0000-4000-8000-000000000001";
  expect([topics.user(id), topics.organization(id), topics.money(id), topics.project(id)]).toEqual([
    `user:${id}`,
    `org:${id}`,
    `org:${id}:money`,
    `project:${id}`,
  ]);
  const reload = { table: "tasks", id: null, project_id: id, version: null, actor_id: null };
  expect(rowEventSchema.parse(reload)).toEqual(reload);
});
