import { createRoute, z } from "@hono/zod-openapi";
import { createFunction } from "../_shared/boundary.ts";
import { anybody } from "../_shared/caller.ts";
import { orThrow } from "../_shared/errors.ts";
import { version } from "../_shared/version.ts";

const answerSchema = z.object({
  status: z.enum(["ok", "failed"]),
  version: z.string(),
  checks: z.object({
    /** Whether the API answers a visitor, and so the database behind it. */
    database: z.object({ status: z.enum(["ok", "failed"]), ms: z.int() }),
  }),
});

const content = { "application/json": { schema: answerSchema } };

const readHealth = createRoute({
  method: "get",
  path: "/",
  summary: "Whether FlowDesk works",
  middleware: [anybody()] as const,
  responses: {
    200: { description: "Everything works", content },
    503: { description: "Something does not; `checks` says what", content },
  },
});

export const app = createFunction({
  name: "health",
  description: "For monitors: needs no key and tells nothing of anybody.",
}).openapi(readHealth, async (c) => {
  const started = performance.now();
  const status = await orThrow(
    c.get("caller").db.rpc("resolve_organization", { hostname: "health.invalid" }),
  ).then(
    () => "ok" as const,
    (error: unknown) => {
      c.get("log").error("the database does not answer", error);
      return "failed" as const;
    },
  );
  const database = { status, ms: Math.round(performance.now() - started) };
  c.header("cache-control", "no-store");
  return c.json({ status, version, checks: { database } }, status === "ok" ? 200 : 503);
});
