import { Hono } from "hono";
import { requireServiceRole } from "../caller.ts";
import type { StorageContext } from "../context.ts";
import { notSupported } from "../errors.ts";

/** Parts of hosted Storage that this one has not, answered so that a program can tell. */
const MISSING = {
  "/render": "image transformation",
  "/s3": "s3 protocol",
  "/iceberg": "analytics buckets",
  "/vector": "vector buckets",
} as const;

export function unsupportedRoutes({ tokens }: StorageContext): Hono {
  const app = new Hono()
    // There is no cache in front of this server, so what is to be purged is gone already.
    .delete("/cdn/*", async (c) => {
      await requireServiceRole(c, tokens);
      return c.json({ message: "success", statusCode: "200" });
    })
    .all("/bucket/:id/lifecycle", () => {
      throw notSupported("lifecycle");
    });
  for (const [prefix, feature] of Object.entries(MISSING)) {
    app.all(`${prefix}/*`, () => {
      throw notSupported(feature);
    });
  }
  return app;
}
