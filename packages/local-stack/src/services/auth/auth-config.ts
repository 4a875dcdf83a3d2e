import { z } from "zod";
import { parseDuration } from "../../duration.ts";

/** `[auth]` of config.toml. Names, defaults and meaning are the Supabase CLI's. */

/** A duration like `1h30m`, in milliseconds. */
const duration = z.string().transform((text, context) => {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= 0) return milliseconds;
  context.addIssue(`"${text}" is not a duration like "30s" or "1h30m"`);
  return z.NEVER;
});

const rateLimitSchema = z.object({
  email_sent: z.int().min(0).default(2),
  sms_sent: z.int().min(0).default(30),
  anonymous_users: z.int().min(0).default(30),
  token_refresh: z.int().min(0).default(150),
  sign_in_sign_ups: z.int().min(0).default(30),
  token_verifications: z.int().min(0).default(30),
});

/** What may be said otherwise in a mail: its subject, and a file (or text) with its HTML. */
const templateSchema = z.object({
  subject: z.string().optional(),
  content_path: z.string().optional(),
  content: z.string().optional(),
});
export type MailTemplateConfig = z.output<typeof templateSchema>;

const notificationSchema = templateSchema.extend({ enabled: z.boolean().default(false) });

const emailSchema = z.object({
  enabled: z.boolean().default(true),
  enable_signup: z.boolean().default(true),
  double_confirm_changes: z.boolean().default(true),
  enable_confirmations: z.boolean().default(false),
  secure_password_change: z.boolean().default(false),
  require_current_password: z.boolean().default(false),
  max_frequency: duration.prefault("1s"),
  otp_length: z.int().min(6).max(10).default(6),
  otp_expiry: z.int().min(1).default(3600),
  smtp: z.object({ enabled: z.boolean().default(true) }).optional(),
  template: z
    .object({
      confirmation: templateSchema.prefault({}),
      invite: templateSchema.prefault({}),
      magic_link: templateSchema.prefault({}),
      recovery: templateSchema.prefault({}),
      email_change: templateSchema.prefault({}),
      reauthentication: templateSchema.prefault({}),
    })
    .prefault({}),
  notification: z
    .object({
      password_changed: notificationSchema.prefault({}),
      email_changed: notificationSchema.prefault({}),
      mfa_factor_enrolled: notificationSchema.prefault({}),
      mfa_factor_unenrolled: notificationSchema.prefault({}),
    })
    .prefault({}),
});

const sessionsSchema = z.object({
  timebox: duration.prefault("0"),
  inactivity_timeout: duration.prefault("0"),
});

const factorTypeSchema = z.object({
  enroll_enabled: z.boolean().default(false),
  verify_enabled: z.boolean().default(false),
});

const mfaSchema = z.object({
  max_enrolled_factors: z.int().min(0).default(10),
  totp: factorTypeSchema.prefault({}),
});

const FUNCTION_URI = /^pg-functions:\/\/[^/]+\/([^/]+)\/([^/]+)$/;

/** A function of the project that Auth calls: in the database, or behind HTTP. */
const hookTargetSchema = z.string().transform((uri, context) => {
  const [, schema, name] = FUNCTION_URI.exec(uri) ?? [];
  if (schema !== undefined && name !== undefined) {
    return { kind: "postgres" as const, uri, schema, name };
  }
  if (/^https?:$/.test(URL.parse(uri)?.protocol ?? "")) return { kind: "http" as const, uri };
  context.addIssue('a hook is "pg-functions://postgres/<schema>/<function>" or an http(s) address');
  return z.NEVER;
});

const SECRET = /^v1,whsec_[A-Za-z0-9+/]+=*$/;

/** `v1,whsec_<base64>`, several of them divided by `|` while one replaces the other. */
const hookSecretsSchema = z
  .string()
  .default("")
  .transform((text) => text.split("|").filter((secret) => secret !== ""))
  .refine((secrets) => secrets.every((secret) => SECRET.test(secret)), {
    error: "secrets of a hook have the form v1,whsec_<base64>",
  });

const hookSchema = z
  .object({
    enabled: z.boolean().default(true),
    uri: hookTargetSchema,
    secrets: hookSecretsSchema,
  })
  .refine(({ uri, secrets, enabled }) => !enabled || uri.kind !== "http" || secrets.length > 0, {
    error: "a hook behind HTTP needs secrets, by which it knows who calls",
  })
  .transform((hook) => (hook.enabled ? hook : undefined))
  .optional();
export type HookConfig = NonNullable<z.output<typeof hookSchema>>;

/** Hooks that are not called here would be missed in silence: turning one on is refused. */
const unknownHookSchema = z
  .object({ enabled: z.boolean().default(true) })
  .refine(({ enabled }) => !enabled, { error: "this stack does not call this hook" })
  .optional();

const hooksSchema = z.object({
  custom_access_token: hookSchema,
  send_email: hookSchema,
  before_user_created: hookSchema,
  after_user_created: unknownHookSchema,
  send_sms: unknownHookSchema,
  mfa_verification_attempt: unknownHookSchema,
  password_verification_attempt: unknownHookSchema,
});

export const authSchema = z.object({
  enabled: z.boolean().default(true),
  site_url: z.string().default("http://127.0.0.1:3000"),
  /** Where the world finds Auth. The gateway's origin and `/auth/v1` when left out. */
  external_url: z.string().optional(),
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
  sessions: sessionsSchema.prefault({}),
  mfa: mfaSchema.prefault({}),
  hook: hooksSchema.prefault({}),
});
export type AuthConfig = z.infer<typeof authSchema>;
