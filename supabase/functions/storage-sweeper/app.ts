import { createRoute, z } from "@hono/zod-openapi";
import { createFunction } from "../_shared/boundary.ts";
import type { Client } from "../_shared/client.ts";
import { orThrow } from "../_shared/errors.ts";
import { admin, serviceOnly } from "../_shared/service.ts";
import { type Surroundings, sweep } from "./sweep.ts";

const reportSchema = z.object({
  /** Files that were in the queue and are gone. */
  removed: z.int(),
  /** Files that Storage still has; they are tried again. */
  failed: z.int(),
});

const processQueue = createRoute({
  method: "post",
  path: "/process",
  summary: "Remove the files whose rows are gone",
  // Admin: the queue belongs to nobody, and nobody but the service may remove an attachment's bytes.
  middleware: [serviceOnly(), admin()] as const,
  responses: {
    200: {
      description: "What was done; calling again does no harm",
      content: { "application/json": { schema: reportSchema } },
    },
  },
});

export const app = createFunction({
  name: "storage-sweeper",
  description: "Removes files through the Storage API once their rows are gone. Called by a job.",
}).openapi(processQueue, async (c) => {
  const report = await sweep(surroundings(c.get("admin")));
  if (report.failed > 0) c.get("log").error("files were not removed", report);
  return c.json(report, 200);
});

function surroundings(db: Client): Surroundings {
  return {
    claim: (atMost) => orThrow(db.rpc("claim_storage_deletions", { max_results: atMost })),
    remove: async (bucket, paths) => {
      const { error } = await db.storage.from(bucket).remove([...paths]);
      if (error) throw error;
    },
    finish: (ids, reason) =>
      orThrow(
        db.rpc("finish_storage_deletions", {
          ids: [...ids],
          ...(reason === undefined ? {} : { error: reason }),
        }),
      ),
  };
}
