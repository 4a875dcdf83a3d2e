import { createStack } from "@flowdesk/local-stack";
import pg from "pg";
import { z } from "zod";
import { supabaseDirectory } from "../scripts/project.ts";

/** What the counters behind task_statistics cost who writes 10,000 tasks, and save who asks. */
const TASKS = 10_000;

const planSchema = z.tuple([
  z.object({
    "Execution Time": z.number(),
    Triggers: z.array(z.object({ "Trigger Name": z.string(), Time: z.number() })).default([]),
  }),
]);

await using stack = createStack({ supabaseDirectory, ephemeral: true, seed: false });
const { DB_URL } = await stack.start();
const client = new pg.Client({ connectionString: DB_URL });
await client.connect();
try {
  const { rows } = await client.query<{ id: string }>(
    `with organization as (
       insert into organizations (name, slug, plan) values ('Bench', 'bench', 'enterprise') returning id
     )
     insert into projects (organization_id, name) select id, 'Bench' from organization returning id`,
  );
  const project = rows[0]?.id ?? "";
  const readCounts = `select counts.*
    from projects, private.visible_task_counts(projects.organization_id) as counts
    where projects.id = '${project}'`;
  await measure(
    `insert ${TASKS} tasks in one statement`,
    `insert into tasks (organization_id, project_id, title, priority)
     select organization_id, id, 'Task ' || n, (array['none', 'low', 'high'])[1 + n % 3]
     from projects, generate_series(1, ${TASKS}) as n
     where projects.id = '${project}'`,
  );
  await measure(
    `move ${TASKS} tasks to another status`,
    `update tasks set status = 'review' where project_id = '${project}'`,
  );
  await measure("read the counts as they were added", readCounts);
  await client.query("select private.fold_task_counts()");
  await measure("read the counts when folded", readCounts);
  await measure(
    "count the tasks instead",
    `select status, assignee_id, priority, count(*) from tasks
     where project_id = '${project}' group by 1, 2, 3`,
  );
} finally {
  await client.end();
}

/** Prints how long a statement took, and how much of that its counters. */
async function measure(what: string, sql: string): Promise<void> {
  const { rows } = await client.query<{ "QUERY PLAN": unknown }>(
    `explain (analyze, format json) ${sql}`,
  );
  const [plan] = planSchema.parse(rows[0]?.["QUERY PLAN"]);
  const counters = plan.Triggers.filter((each) => each["Trigger Name"].startsWith("_700_count"));
  const cost = counters.reduce((sum, { Time }) => sum + Time, 0);
  const ofWhich = counters.length > 0 ? `, counters ${cost.toFixed(1)} ms` : "";
  process.stdout.write(`${plan["Execution Time"].toFixed(1).padStart(9)} ms  ${what}${ofWhich}\n`);
}
