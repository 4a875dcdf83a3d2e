import { z } from "zod";
import { parseDuration } from "../../../duration.ts";
import type { AuthContext } from "../context.ts";
import { AuthError } from "../errors.ts";
import { isTooLong, MAX_PASSWORD_BYTES } from "../passwords.ts";
import { jsonObject, normalizeEmail, optionalText } from "../request.ts";

/** What an administrator may say of an account. */
export const attributesSchema = z.object({
  id: optionalText,
  aud: optionalText,
  role: optionalText,
  email: optionalText,
  phone: optionalText,
  password: z.string().nullish(),
  password_hash: optionalText,
  email_confirm: z.boolean().nullish(),
  phone_confirm: z.boolean().nullish(),
  user_metadata: jsonObject.nullish(),
  app_metadata: jsonObject.nullish(),
  ban_duration: optionalText,
});
export type Attributes = z.output<typeof attributesSchema>;

/** The one spelling of an address, or undefined when none was named. */
export function readEmail({ email }: Attributes): string | undefined {
  return email === "" ? undefined : normalizeEmail(email);
}

/** A number in international form, without its plus. */
export function readPhone({ phone }: Attributes): string | undefined {
  if (phone === "") return undefined;
  const digits = phone.replace(/^\+/, "");
  if (/^[1-9]\d{1,14}$/.test(digits)) return digits;
  throw invalid("Invalid phone number format (E.164 required)");
}

/** The end of a ban, null for none; undefined leaves it as it is. */
export function readBan({ ban_duration: text }: Attributes): Date | null | undefined {
  if (text === "") return undefined;
  if (text === "none") return null;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw invalid(`invalid format for ban duration: invalid duration "${text}"`);
  }
  if (milliseconds === 0) return null;
  const until = new Date(Date.now() + milliseconds);
  if (Number.isNaN(until.getTime())) throw invalid("invalid format for ban duration: too long");
  return until;
}

const BCRYPT_HASH = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** The hash of the named password, or the named hash itself. */
export async function readPasswordHash(
  { passwords }: AuthContext,
  { password, password_hash: hash }: Attributes,
): Promise<string | undefined> {
  if (password && hash !== "") {
    throw invalid("Only a password or a password hash should be provided");
  }
  if (hash !== "") {
    if (BCRYPT_HASH.test(hash)) return hash.replace(/^\$2[by]\$/, "$2a$");
    throw invalid("This Auth knows password hashes made by bcrypt only");
  }
  if (!password) return undefined;
  if (isTooLong(password)) {
    throw invalid(`Password cannot be longer than ${MAX_PASSWORD_BYTES} characters`);
  }
  return passwords.hash(password);
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}
