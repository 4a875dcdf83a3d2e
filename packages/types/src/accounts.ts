import { z } from "zod";
import { line, localeSchema, timezoneSchema } from "./text.ts";

/** The shortest password that `supabase/config.toml` lets through. */
export const PASSWORD_MIN_LENGTH = 8;
/** bcrypt reads no more bytes than these. */
export const PASSWORD_MAX_LENGTH = 72;

export const passwordSchema = z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH);

export const signInSchema = z.object({
  email: z.email().max(255),
  password: z.string().min(1),
});
export type SignIn = z.infer<typeof signInSchema>;

/** For whatever is sent to an address: a sign-in link, a way to a new password, a change of address. */
export const emailOnlySchema = signInSchema.pick({ email: true });
export type EmailOnly = z.infer<typeof emailOnlySchema>;

export const newPasswordSchema = z.object({ password: passwordSchema });
export type NewPassword = z.infer<typeof newPasswordSchema>;

/** The six digits that an authenticator shows; people copy them with a space in the middle. */
export const oneTimeCodeSchema = z.object({
  code: z
    .string()
    .transform((value) => value.replace(/\s/g, ""))
    .pipe(z.string().regex(/^[0-9]{6}$/)),
});
export type OneTimeCode = z.infer<typeof oneTimeCodeSchema>;

/** With an organization name, the organization is created along with the account. */
export const signUpSchema = z.object({
  email: z.email().max(255),
  password: passwordSchema,
  display_name: line(80),
  organization_name: line(100).optional(),
});
export type SignUp = z.infer<typeof signUpSchema>;

export const profileUpdateSchema = z.object({
  display_name: line(80).exactOptional(),
  avatar_path: z.string().min(1).max(500).nullable().exactOptional(),
  locale: localeSchema.exactOptional(),
  timezone: timezoneSchema.exactOptional(),
});
export type ProfileUpdate = z.infer<typeof profileUpdateSchema>;
