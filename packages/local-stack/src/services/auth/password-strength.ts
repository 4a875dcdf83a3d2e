import type { AuthConfig } from "../../config.ts";
import { AuthError } from "./errors.ts";
import { isTooLong, MAX_PASSWORD_BYTES } from "./passwords.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = "0123456789";
const SYMBOLS = "!@#$%^&*()_+-=[]{};'\\:\"|<>?,./`~";

/** What `password_requirements` of config.toml asks for: one character of each set. */
const REQUIRED: Readonly<Record<AuthConfig["password_requirements"], readonly string[]>> = {
  "": [],
  letters_digits: [LETTERS, DIGITS],
  lower_upper_letters_digits: [LOWER, UPPER, DIGITS],
  lower_upper_letters_digits_symbols: [LOWER, UPPER, DIGITS, SYMBOLS],
};

export interface PasswordWeakness {
  message: string;
  reasons: ("length" | "characters")[];
}

/** What the configured rules have against a password; undefined when nothing. */
export function findWeakness(config: AuthConfig, password: string): PasswordWeakness | undefined {
  const messages: string[] = [];
  const reasons: PasswordWeakness["reasons"] = [];
  if (Buffer.byteLength(password, "utf8") < config.minimum_password_length) {
    reasons.push("length");
    messages.push(`Password should be at least ${config.minimum_password_length} characters.`);
  }
  const sets = REQUIRED[config.password_requirements];
  if (sets.some((set) => ![...password].some((character) => set.includes(character)))) {
    reasons.push("characters");
    messages.push(`Password should contain at least one character of each: ${sets.join(", ")}.`);
  }
  return reasons.length === 0 ? undefined : { message: messages.join(" "), reasons };
}

/** Refuses a new password that is too long (`validation_failed`) or too weak (`weak_password`). */
export function requireStrongPassword(config: AuthConfig, password: string): void {
  if (isTooLong(password)) {
    throw new AuthError(
      400,
      "validation_failed",
      `Password cannot be longer than ${MAX_PASSWORD_BYTES} characters`,
    );
  }
  const weakness = findWeakness(config, password);
  if (weakness) {
    throw new AuthError(422, "weak_password", weakness.message, {
      details: { weak_password: { reasons: weakness.reasons } },
    });
  }
}
