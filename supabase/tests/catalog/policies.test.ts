import { permissions } from "@flowdesk/types/permissions";
import { describe, expect } from "vitest";
import { test } from "../helpers/test.ts";

interface Policy {
  name: string;
  cmd: string;
  roles: string;
  permissive: string;
  qual: string | null;
  with_check: string | null;
}

const readPolicies = `
  select tablename || '.' || policyname as name, cmd, roles::text, permissive, qual, with_check
  from pg_policies
  where schemaname = 'public' or (schemaname = 'realtime' and tablename = 'messages')
  order by 1`;

describe("policies", () => {
  test("are one per table and command, for signed-in people", async ({ db }) => {
    const policies = await db.all<Policy>(readPolicies);
    expect(policies.filter(({ roles }) => roles !== "{authenticated}")).toEqual([]);
    expect(policies.filter(({ cmd }) => cmd === "ALL")).toEqual([]);
    const places = policies.map(({ name, cmd }) => `${name.split(".")[0]} ${cmd}`);
    expect(places).toEqual([...new Set(places)]);
  });

  test("begin with their command", async ({ db }) => {
    const policies = await db.all<Policy>(readPolicies);
    const misnamed = policies.filter(
      ({ name, cmd }) => !name.split(".")[1]?.startsWith(`${cmd.toLowerCase()}_`),
    );
    expect(misnamed).toEqual([]);
  });

  test("ask private functions once per statement, as an array", async ({ db }) => {
    for (const { name, qual, with_check } of await db.all<Policy>(readPolicies)) {
      const text = `${qual ?? ""} ${with_check ?? ""}`;
      const calls = text.match(/private\.\w+\(/g)?.length ?? 0;
      const wrapped = text.match(/\( SELECT private\.\w+\(/g)?.length ?? 0;
      expect.soft({ name, wrapped }).toEqual({ name, wrapped: calls });
      expect.soft(text.replaceAll("( SELECT auth.uid() AS uid)", ""), name).not.toContain("auth.");
      expect.soft(text, name).not.toContain("user_metadata");
    }
  });

  test("judge an update before and after", async ({ db }) => {
    // What a row may become although it could not have been reached as that.
    const wider = new Map([["tasks.update_writer", "(assignee_id IS NULL) OR "]]);
    const policies = await db.all<Policy>(readPolicies);
    for (const { name, cmd, qual, with_check } of policies) {
      if (cmd !== "UPDATE") continue;
      const extra = wider.get(name) ?? "";
      const bare = (text: string | null) => text?.replace(extra, "").replace(/[()\s]/g, "");
      expect.soft(with_check, name).toContain(extra);
      expect.soft(bare(with_check), name).toBe(bare(qual));
    }
  });

  test("name permissions of the catalogue", async ({ db }) => {
    const known = new Set<string>(permissions);
    for (const { name, qual, with_check } of await db.all<Policy>(readPolicies)) {
      for (const [, permission] of `${qual} ${with_check}`.matchAll(/ids_with\('([^']+)'/g)) {
        expect.soft(known.has(permission ?? ""), `${name}: ${permission}`).toBe(true);
      }
    }
  });

  test("hide private projects at and below a project", async ({ db }) => {
    const tables = await db.all<{ name: string }>(`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'project_id'`);
    const policies = await db.all<Policy>(readPolicies);
    for (const { name } of [...tables, { name: "projects" }]) {
      for (const policy of policies.filter((each) => each.name.startsWith(`${name}.`))) {
        // A project that is being created cannot be hidden yet.
        if (policy.name === "projects.insert_writer") continue;
        expect
          .soft(`${policy.qual} ${policy.with_check}`, policy.name)
          .toContain("hidden_project_ids");
      }
    }
  });
});
