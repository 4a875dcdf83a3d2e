import { timeOverlapSchema } from "@flowdesk/types/time";
import type { TFunction } from "i18next";
import { type AppError, asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { parseJson } from "#/lib/json-fields.ts";
import { formatMomentIn, formatTimeIn } from "#/lib/zoned.ts";

/** Why time could not be booked; of an overlap with what, so that one need not search. */
export function describeTimeError(
  error: unknown,
  language: string,
  timezone: string,
  t: TFunction,
): string {
  const appError = asAppError(error);
  const other = overlapOf(appError);
  if (!other) return describeError(appError, t);
  return t("time.overlap", {
    from: formatMomentIn(other.started_at, language, timezone),
    to: formatTimeIn(other.ended_at, language, timezone),
  });
}

function overlapOf({ code, details }: AppError) {
  if (code !== "time_overlap") return undefined;
  const parsed = timeOverlapSchema.safeParse(parseJson(details ?? ""));
  return parsed.success ? parsed.data : undefined;
}
