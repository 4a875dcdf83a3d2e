import { z } from "zod";

/** Keys as the platform injects them: one JSON object of names and keys. */
const keysSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string().min(1)))
  .transform((keys) => Object.values(keys));

/** What the platform gives every function. https://supabase.com/docs/guides/functions/secrets */
const platformSchema = z.object({
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEYS: keysSchema.pipe(z.array(z.string()).min(1)),
  SUPABASE_SECRET_KEYS: keysSchema.pipe(z.array(z.string()).min(1)),
  /** Keys of the old kind: JWTs of the two roles, where a project still has them. */
  SUPABASE_ANON_KEY: z.string().default(""),
  SUPABASE_SERVICE_ROLE_KEY: z.string().default(""),
});

/**
 * Reads a part of the environment once, at its first use. What is missing or wrong is named in the log, without its
 * value. A variable set to nothing counts as not set.
 */
export function environment<Shape extends z.ZodObject>(schema: Shape): () => z.infer<Shape> {
  let read: z.infer<Shape> | undefined;
  return () => {
    read ??= parse(schema);
    return read;
  };
}

function parse<Shape extends z.ZodObject>(schema: Shape): z.infer<Shape> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = Deno.env.get(name);
    if (value) given[name] = value;
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`The function's environment is not valid. ${problems.join("; ")}`);
}

export const platform = environment(platformSchema);
