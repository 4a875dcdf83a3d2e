import { expect, test } from "vitest";
import { serviceClient, signUp } from "../helpers/api.ts";

test("a member may not ask for a planned count, an operator may", async () => {
  const { client } = await signUp({ organization_name: "Counting" });
  const planned = await client.from("tasks").select("*", { count: "planned", head: false });
  expect(planned.error?.code).toBe("count_not_available");
  expect(planned.status).toBe(400);
  expect((await client.from("tasks").select("*", { count: "exact" })).count).toBe(0);

  const operator = await serviceClient().from("plans").select("*", { count: "planned" });
  expect(operator.error).toBeNull();
});
