import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import { z } from "zod";

const file = join(import.meta.dirname, "src", "locales", "en.json");
const name = "virtual:first-texts";

/** The sections of the texts that a stranger reads. All others come with the pages inside. */
const sections = ["auth", "common", "pages", "ui", "validation"];

/** The refusals that a stranger can meet: those of Auth, and those that can happen to anybody. */
const errors = [
  "unknown",
  "network",
  "session_expired",
  "permission_denied",
  "not_found",
  "internal_error",
  "invalid_credentials",
  "email_not_confirmed",
  "email_address_invalid",
  "user_already_exists",
  "user_banned",
  "weak_password",
  "signup_disabled",
  "over_request_rate_limit",
  "over_email_send_rate_limit",
  "otp_expired",
  "mfa_verification_failed",
  "mfa_challenge_expired",
];

/**
 * `virtual:first-texts` is the part of the English texts that belongs into the first load. A file is one module
 * and cannot be divided between chunks, so the part is a module of its own.
 */
export function firstTexts(): Plugin {
  return {
    name: "flowdesk:first-texts",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      this.addWatchFile(file);
      const texts = z
        .record(z.string(), z.record(z.string(), z.unknown()))
        .parse(JSON.parse(await readFile(file, "utf8")));
      const part = pick(texts, sections);
      part.errors = pick(texts.errors ?? {}, errors);
      return `export default ${JSON.stringify(part)};`;
    },
  };
}

function pick(all: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}
