import { z } from "zod";

/** `[edge_runtime]`: what all functions share. */
export const edgeRuntimeSchema = z.object({
  enabled: z.boolean().default(true),
  secrets: z.record(z.string(), z.string()).default({}),
});

/** `[functions.<name>]`. Paths are relative to the folder of config.toml. */
const functionSchema = z.object({
  enabled: z.boolean().default(true),
  verify_jwt: z.boolean().default(true),
  import_map: z.string().default(""),
  entrypoint: z.string().default(""),
});

export const functionsSchema = z.record(z.string(), functionSchema).default({});

export type EdgeRuntimeConfig = z.infer<typeof edgeRuntimeSchema>;
export type FunctionConfig = z.infer<typeof functionSchema>;
