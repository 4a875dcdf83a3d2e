import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import { StackError } from "./errors.ts";
import { authSchema } from "./services/auth/auth-config.ts";
import { edgeRuntimeSchema, functionsSchema } from "./services/functions/functions-config.ts";
import { storageSchema } from "./services/storage/storage-config.ts";

/**
 * The part of `supabase/config.toml` that the embedded stack honours. Names, defaults and meaning are the
 * Supabase CLI's; sections it does not know are left alone, so that the file stays the CLI's own.
 */
const apiSchema = z.object({
  enabled: z.boolean().default(true),
  port: z.int().min(1).max(65535).default(54321),
  schemas: z.array(z.string()).default(["public", "graphql_public"]),
  extra_search_path: z.array(z.string()).default(["public", "extensions"]),
  max_rows: z.int().min(1).default(1000),
});

const databaseSchema = z.object({
  port: z.int().min(1).max(65535).default(54322),
  major_version: z.literal(17).default(17),
  migrations: z.object({ enabled: z.boolean().default(true) }).prefault({}),
  seed: z
    .object({
      enabled: z.boolean().default(true),
      sql_paths: z.array(z.string()).default(["./seed.sql"]),
    })
    .prefault({}),
});

const realtimeSchema = z.object({
  enabled: z.boolean().default(true),
});

/** The mail catcher. Its name and that of its section are older than what it does here. */
const localSmtpSchema = z.object({
  enabled: z.boolean().default(true),
  port: z.int().min(1).max(65535).default(54324),
  /** Whom Auth's mails come from. */
  admin_email: z.string().default("admin@email.com"),
  sender_name: z.string().default("Admin"),
});

const configSchema = z.object({
  project_id: z.string().default("local"),
  api: apiSchema.prefault({}),
  db: databaseSchema.prefault({}),
  realtime: realtimeSchema.prefault({}),
  storage: storageSchema.prefault({}),
  local_smtp: localSmtpSchema.prefault({}),
  auth: authSchema.prefault({}),
  edge_runtime: edgeRuntimeSchema.prefault({}),
  functions: functionsSchema,
});

export type StackConfig = z.infer<typeof configSchema>;
export type AuthConfig = StackConfig["auth"];
export type StorageConfig = StackConfig["storage"];
export type ApiConfig = StackConfig["api"];

/** Replaces every string `env(NAME)` by the variable's value, as the Supabase CLI does. */
function substituteEnvironment(value: unknown, environment: NodeJS.ProcessEnv): unknown {
  if (typeof value === "string") {
    const name = /^env\((\w+)\)$/.exec(value)?.[1];
    return name === undefined ? value : (environment[name] ?? "");
  }
  if (Array.isArray(value)) return value.map((item) => substituteEnvironment(item, environment));
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, substituteEnvironment(item, environment)]),
    );
  }
  return value;
}

/** Reads `<supabaseDirectory>/config.toml`; throws `config_invalid` naming the key and what it should be. */
export async function readConfig(
  supabaseDirectory: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<StackConfig> {
  const path = join(supabaseDirectory, "config.toml");
  let document: unknown;
  try {
    document = parse(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new StackError("config_invalid", `Cannot read ${path}: ${reason}`, { cause });
  }
  const result = configSchema.safeParse(substituteEnvironment(document, environment));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new StackError(
      "config_invalid",
      `${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not valid"}`,
      { cause: result.error },
    );
  }
  return result.data;
}
