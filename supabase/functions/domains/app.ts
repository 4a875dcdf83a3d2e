import { verificationRecordName } from "@flowdesk/types/domains";
import { createRoute, z } from "@hono/zod-openapi";
import { createFunction } from "../_shared/boundary.ts";
import { signedIn } from "../_shared/caller.ts";
import { orThrow } from "../_shared/errors.ts";
import { admin } from "../_shared/service.ts";
import { type ReadTxtRecords, readTxtRecords } from "./txt-records.ts";

const MAXIMUM_SEEN = 10;
const MAXIMUM_SEEN_LENGTH = 255;

const answerSchema = z.object({
  hostname: z.string(),
  verified_at: z.string().nullable(),
  checked_at: z.string().nullable(),
  /** What DNS says where the token should stand, so that a slip of the pen is seen. Shortened. */
  records_seen: z.array(z.string()),
});

const verifyDomain = createRoute({
  method: "post",
  path: "/{id}/verify",
  summary: "Ask DNS whether the organization may have the hostname",
  description:
    "For members with `domains.manage`. Not found yet is no failure: `verified_at` is null.",
  // The database takes the word of the service alone for what DNS said.
  middleware: [signedIn(), admin()] as const,
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: {
      description: "What DNS said",
      content: { "application/json": { schema: answerSchema } },
    },
  },
});

export function createDomains(read: ReadTxtRecords) {
  return createFunction({
    name: "domains",
    description: "Proof that a hostname belongs to an organization.",
  }).openapi(verifyDomain, async (c) => {
    const { id } = c.req.valid("param");
    const claim = await orThrow(c.get("caller").db.rpc("begin_domain_verification", { id }));
    const records = await read(verificationRecordName(claim.hostname));
    const domain = await orThrow(
      c.get("admin").rpc("record_domain_verification", { id, txt_records: records }),
    );
    return c.json(
      {
        hostname: domain.hostname,
        verified_at: domain.verified_at,
        checked_at: domain.checked_at,
        records_seen: records
          .slice(0, MAXIMUM_SEEN)
          .map((record) => record.slice(0, MAXIMUM_SEEN_LENGTH)),
      },
      200,
    );
  });
}

export const app = createDomains(readTxtRecords);
