import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import { StackError } from "./errors.ts";

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

const rateLimitSchema = z.object({
  email_sent: z.int().min(0).default(2),
  sms_sent: z.int().min(0).default(30),
  anonymous_users: z.int().min(0).default(30),
  token_refresh: z.int().min(0).default(150),
  sign_in_sign_ups: z.int().min(0).default(30),
  token_verifications: z.int().min(0).default(30),
});

const emailSchema = z.object({
  enabled: z.boolean().default(true),
  enable_signup: z.boolean().default(true),
  double_confirm_changes: z.boolean().default(true),
  enable_confirmations: z.boolean().default(false),
  secure_password_change: z.boolean().default(false),
  max_frequency: z.string().default("1s"),
  otp_length: z.int().min(6).max(10).default(6),
  otp_expiry: z.int().min(1).default(3600),
});

const authSchema = z.object({
  enabled: z.boolean().default(true),
  site_url: z.string().default("http://127.0.0.1:3000"),
  additional_redirect_urls: z.array(z.string()).default([]),
  /** Lifetime of an access token in seconds. */
  jwt_expiry: z.int().min(1).max(604_800).default(3600),
  jwt_issuer: z.string().optional(),
  signing_keys_path: z.string().optional(),
  enable_refresh_token_rotation: z.boolean().default(true),
  /** Seconds in which a rotated refresh token may be used once more without counting as stolen. */
  refresh_token_reuse_interval: z.int().min(0).default(10),
  enable_signup: z.boolean().default(true),
  enable_anonymous_sign_ins: z.boolean().default(false),
  enable_manual_linking: z.boolean().default(false),
  minimum_password_length: z.int().min(6).default(6),
  password_requirements: z
    .enum([
      "",
      "letters_digits",
      "lower_upper_letters_digits",
      "lower_upper_letters_digits_symbols",
    ])
    .default(""),
  rate_limit: rateLimitSchema.prefault({}),
  email: emailSchema.prefault({}),
});

const configSchema = z.object({
  project_id: z.string().default("local"),
  api: apiSchema.prefault({}),
  db: databaseSchema.prefault({}),
  realtime: realtimeSchema.prefault({}),
  auth: authSchema.prefault({}),
});

export type StackConfig = z.infer<typeof configSchema>;
export type AuthConfig = StackConfig["auth"];
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
