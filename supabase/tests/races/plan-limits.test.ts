import { describe, expect, test } from "vitest";
import { serviceClient, signUp } from "../helpers/api.ts";
import { committed } from "../helpers/crossing.ts";
import { type Connection, connect, type User } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createOrganization, createProject, createUser } from "../helpers/rows.ts";

const tally = (outcomes: readonly string[]) =>
  Object.fromEntries(
    Map.groupBy(outcomes, (outcome) => outcome)
      .entries()
      .map(([outcome, all]) => [outcome, all.length]),
  );

const oneOfHundred = { succeeded: 1, plan_limit_reached: 99 };

describe("a hundred at once, at the limit minus one", () => {
  test("bring one task through the API", async () => {
    const { client } = await signUp({ organization_name: `Crowd ${Date.now()}` });
    const { data: organization } = await client.from("organizations").select("id").single();
    const organizationId = organization?.id ?? "";
    const { data: project } = await client
      .from("projects")
      .insert({ organization_id: organizationId, name: "Only one" })
      .select("id")
      .single();
    const row = { organization_id: organizationId, project_id: project?.id ?? "", title: "Task" };
    expect((await client.from("tasks").insert(Array.from({ length: 9 }, () => row))).error).toBe(
      null,
    );
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => client.from("tasks").insert(row)),
    );
    expect(tally(answers.map(({ error }) => error?.code ?? "succeeded"))).toEqual(oneOfHundred);
    expect(answers.find(({ error }) => error)).toMatchObject({
      status: 402,
      error: { details: expect.stringContaining('"usage" : 10') },
    });
    const { count } = await serviceClient()
      .from("tasks")
      .select("*", { count: "exact", head: true })
      .eq("organization_id", organizationId);
    expect(count).toBe(10);
  });

  test.for(["projects", "memberships"] as const)("bring one row of %s", async (table) => {
    await using db = await connect();
    const { acme, people } = await committed(db, async () => {
      const acme = await createOrganization(db, { plan: "basic" });
      await createProject(db, acme);
      const people: User[] = [];
      for (let n = 0; n < 109; n++) people.push(await createUser(db));
      return { acme, people };
    });
    // Limit 5 projects and 10 members: four and nine are there.
    const insert = (on: Connection, n: number) =>
      table === "projects"
        ? on.count("insert into projects (organization_id, key, name) values ($1, $2, 'New')", [
            acme.id,
            `P${n}`,
          ])
        : on.count(
            "insert into memberships (organization_id, user_id, role) values ($1, $2, 'viewer')",
            [acme.id, people[n]?.id],
          );
    const start = table === "projects" ? 3 : 9;
    for (let n = 100; n < 100 + start; n++) await insert(db, n);
    const connections = await Promise.all(Array.from({ length: 10 }, () => connect()));
    const outcomes = await Promise.all(
      connections.map(async (connection, lane) => {
        const codes: string[] = [];
        for (let n = lane; n < 100; n += 10) codes.push(await codeOf(insert(connection, n)));
        return codes;
      }),
    );
    await Promise.all(connections.map((connection) => connection[Symbol.asyncDispose]()));
    expect(tally(outcomes.flat())).toEqual(oneOfHundred);
  });
});
