import { z } from "zod";

/** Text of at most so many characters, counted as PostgreSQL counts them: an emoji is one. */
export function text(maximum: number) {
  return z.string().refine((value) => [...value].length <= maximum, {
    params: { maximum },
    error: `At most ${maximum} characters`,
  });
}

/**
 * What nobody sees in a line: controls, marks that turn the direction of writing, spaces without width, fillers, tags.
 * The two joiners stay where scripts and emoji need them, which is never beside ASCII. The database says the same
 * (`private.hidden_characters`) and refuses them.
 */
const HIDDEN_CHARACTERS = new RegExp(
  [
    String.raw`[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164]`,
    String.raw`[\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]|\u034f|\u17b4|\u17b5`,
    String.raw`(?<!\P{ASCII})[\u200c\u200d]|[\u200c\u200d](?!\P{ASCII})`,
  ].join("|"),
  "gu",
);

/** One trimmed line: names and titles. What came along unseen, by copying for instance, is left out. */
export function line(maximum: number) {
  return text(maximum + 200)
    .regex(/^\P{Cc}*$/u)
    .overwrite((value) => value.replace(HIDDEN_CHARACTERS, "").trim())
    .min(1)
    .pipe(text(maximum));
}

/** The same, and nothing at all is allowed as well. */
export function lineOrNothing(maximum: number) {
  return text(maximum + 200)
    .trim()
    .regex(/^\P{Cc}*$/u)
    .pipe(text(maximum));
}

/** Six hexadecimal digits after #, lower case. */
export const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/);

/** IETF language tag such as `en` or `de-AT`. */
export const localeSchema = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/);

/** Name of the IANA database such as `Europe/Berlin`; whether it exists, the database says. */
export const timezoneSchema = z.string().regex(/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/);

/** ISO 4217 code; whether it is in use, the database says. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** A day without a time, `YYYY-MM-DD`. */
export const dateSchema = z.iso
  .date()
  .refine((day) => day >= "1900-01-01" && day <= "2999-12-31", "A day from 1900 to 2999.");

/**
 * Where a row stands in an order made by hand: a key of the package fractional-indexing, compared byte by byte.
 * Its first letter says how long the integer part is; what follows that is a fraction without a zero at the end.
 */
export const positionSchema = z
  .string()
  .regex(/^[A-Za-z][0-9A-Za-z]{1,199}$/)
  .refine((value) => {
    const head = value.charCodeAt(0);
    const integerLength = head >= 97 ? head - 95 : 92 - head;
    const isSmallest = value === `A${"0".repeat(26)}`;
    if (value.length < integerLength || isSmallest) return false;
    return value.length === integerLength || !value.endsWith("0");
  });
