import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { serviceClient, signUp } from "../helpers/api.ts";

const callSize = 200;

/** Somebody with a project, and room for many tasks. */
async function createImporter() {
  const { client } = await signUp({ organization_name: "Import" });
  const { data: organization } = await client.from("organizations").select("id").single();
  const organization_id = organization?.id ?? "";
  await serviceClient()
    .from("organizations")
    .update({ plan: "enterprise" })
    .eq("id", organization_id);
  const { data: project } = await client
    .from("projects")
    .insert({ organization_id, name: "Many" })
    .select("id")
    .single();
  return { client, organization_id, project_id: project?.id ?? "" };
}

test("2,000 rows become tasks once, however often they are sent; what is refused says why", async () => {
  const { client, organization_id, project_id } = await createImporter();
  const import_id = randomUUID();
  const rows = Array.from({ length: 2_000 }, (_, index) => ({
    row_number: index + 2,
    title: index % 400 === 7 ? "" : `Row ${index + 2}`,
  }));
  const sendAll = async () => {
    const results = [];
    for (let at = 0; at < rows.length; at += callSize) {
      const { data, error } = await client.rpc("import_tasks", {
        organization_id,
        project_id,
        rows: rows.slice(at, at + callSize),
        import_id,
      });
      expect(error).toBeNull();
      results.push(...(data ?? []));
    }
    return results;
  };
  const first = await sendAll();
  expect(first.map(({ row_number }) => row_number)).toEqual(rows.map((row) => row.row_number));
  const refused = first.filter(({ code }) => code !== null);
  expect(refused.map(({ row_number }) => row_number)).toEqual([9, 409, 809, 1_209, 1_609]);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["23514"]));

  expect(await sendAll()).toEqual(first);
  const { count } = await client
    .from("tasks")
    .select("id", { count: "exact", head: true })
    .eq("project_id", project_id);
  expect(count).toBe(1_995);
});
