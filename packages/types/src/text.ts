import { z } from "zod";

/** One trimmed line without control characters: names and titles. */
export function line(maximum: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^\P{Cc}*$/u);
}

/** IETF language tag such as `en` or `de-AT`. */
export const localeSchema = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/);

/** Name of the IANA database such as `Europe/Berlin`; whether it exists, the database says. */
export const timezoneSchema = z.string().regex(/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/);

/** ISO 4217 code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** A day without a time, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date();

/**
 * Where a row stands in an order made by hand; written by the package fractional-indexing and compared byte
 * by byte.
 */
export const positionSchema = z.string().regex(/^[A-Za-z][0-9A-Za-z]{1,199}$/);
