import { z } from "zod";

/** Text of at most so many characters, counted as PostgreSQL counts them: an emoji is one. */
export function text(maximum: number) {
  return z.string().refine((value) => [...value].length <= maximum, {
    params: { maximum },
    error: `At most ${maximum} characters`,
  });
}

/** One trimmed line without control characters: names and titles. */
export function line(maximum: number) {
  return text(maximum + 200)
    .trim()
    .min(1)
    .regex(/^\P{Cc}*$/u)
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
