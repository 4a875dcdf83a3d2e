import type { TFunction } from "i18next";
import { AppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import type { RefusedRow } from "./run-import.ts";

/** Why a row was refused, in words that help whoever wrote the file. */
export function describeRefusal({ code, message, details }: RefusedRow, t: TFunction): string {
  if (code === "23502") return t("imports.refusedTitle");
  if (code === "22007" || code === "22008") return t("imports.refusedDate");
  if (code === "22P02") return t("imports.refusedNumber");
  if (code === "23514" && details?.includes("title")) return t("imports.refusedTitle");
  if (code === "23514" && details?.includes("plausible_day")) return t("imports.refusedDate");
  if (code === "23514" && details?.includes("due_date_follows")) return t("imports.refusedDates");
  if (code === "23514" && details?.includes("estimate")) return t("imports.refusedNumber");
  return describeError(new AppError({ code, message, status: 422 }), t);
}
