import { createStack } from "@flowdesk/local-stack";
import { generateTypes, readTypes } from "./generate-types.ts";
import { readPermissions, renderPermissions } from "./permission-matrix.ts";
import { supabaseDirectory } from "./project.ts";
import { runSupabase } from "./supabase-cli.ts";

/**
 * What can only be judged on a migrated database: the CLI's advisors report nothing from `warn` on, and the
 * committed types and the page of permissions are those the migrations give.
 */
await using stack = createStack({ supabaseDirectory, ephemeral: true, seed: false });
const { DB_URL } = await stack.start();

const advisors = await runSupabase(
  "db",
  "advisors",
  `--remote=${DB_URL}`,
  "--level=warn",
  "--fail-on=warn",
);
if (advisors.code !== 0) {
  process.stderr.write(`supabase db advisors:\n${advisors.stdout}${advisors.stderr}\n`);
  process.exitCode = 1;
}

if ((await generateTypes(DB_URL)) !== (await readTypes())) {
  process.stderr.write("packages/types/src/database.types.ts is stale. Run: npm run gen:types\n");
  process.exitCode = 1;
}

if ((await renderPermissions(DB_URL)) !== (await readPermissions())) {
  process.stderr.write("docs/permissions.md is stale. Run: npm run gen:types\n");
  process.exitCode = 1;
}
