import { z } from "zod";

const BINARY_UNITS = ["", "k", "m", "g", "t"];

/** `50MiB`, and `50MB` for the same: the Supabase CLI counts in powers of 1024 whatever is written. */
const byteSizeSchema = z.union([z.int().min(0), z.string()]).transform((value, context) => {
  if (typeof value === "number") return value;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?([kmgt]?)i?b?$/.exec(value.toLowerCase()) ?? [];
  if (number !== undefined) return Math.floor(Number(number) * 1024 ** BINARY_UNITS.indexOf(unit));
  context.addIssue({ code: "custom", message: "must be a size such as 50MiB" });
  return z.NEVER;
});

const bucketSchema = z.object({
  public: z.boolean().default(false),
  file_size_limit: byteSizeSchema.optional(),
  allowed_mime_types: z.array(z.string()).default([]),
  /** A folder whose files become the bucket's objects. */
  objects_path: z.string().default(""),
});

/** `[storage]` of config.toml. */
export const storageSchema = z.object({
  enabled: z.boolean().default(true),
  file_size_limit: byteSizeSchema.prefault("50MiB"),
  buckets: z.record(z.string(), bucketSchema).default({}),
});
