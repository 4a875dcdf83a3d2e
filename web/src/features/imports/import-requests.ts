import { z } from "zod";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import type { ImportRow } from "./mapping.ts";

const resultSchema = z.object({
  row_number: z.int(),
  task_id: z.uuid().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  details: z.string().nullable(),
});

/** What became of one row, or would become of it. */
export type RowResult = z.infer<typeof resultSchema>;

interface ImportCall {
  org: string;
  projectId: string;
  /** Under the same id no row is created twice. */
  importId: string;
  isDryRun: boolean;
}

/** Sends some rows. A real import is never taken back half-way: its answer is awaited. */
export async function fetchImportResults(
  { org, projectId, importId, isDryRun }: ImportCall,
  rows: readonly ImportRow[],
): Promise<RowResult[]> {
  const results = await request(
    supabase.rpc("import_tasks", {
      organization_id: org,
      project_id: projectId,
      rows: [...rows],
      dry_run: isDryRun,
      import_id: importId,
    }),
  );
  return z.array(resultSchema).parse(results);
}
