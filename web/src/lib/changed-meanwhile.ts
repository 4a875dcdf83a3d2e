import { AppError } from "./app-error.ts";

/** An update names the version that was seen; no row back means that somebody else was first. */
export function unlessChanged<Row>(row: Row | null): Row {
  if (row !== null) return row;
  throw new AppError({
    code: "changed_meanwhile",
    message: "Somebody changed this meanwhile, or you may no longer change it.",
    status: 409,
  });
}
