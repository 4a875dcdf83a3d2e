import type { TFunction } from "i18next";
import type { FieldError, FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import { type AppError, asAppError } from "./app-error.ts";

/** Which field a server code is about. */
export type CodeFields<Values extends FieldValues> = Partial<Record<string, FieldPath<Values>>>;

// Marks a message that is already in the person's words.
const serverPrefix = "server:";

/**
 * Puts a server's refusal where it belongs: on its field when the code is about one, else on the form
 * (`root`), where a callout shows it.
 */
export function showServerError<Values extends FieldValues>(
  error: unknown,
  setError: UseFormSetError<Values>,
  fields: CodeFields<Values>,
  t: TFunction,
): void {
  const appError = asAppError(error);
  const field = fields[appError.code];
  const message = describeError(appError, t);
  const type = `${serverPrefix}${appError.code}`;
  if (field) setError(field, { type, message }, { shouldFocus: true });
  else setError("root", { type, message });
}

/** What to say under a field: the server's words, else `rule`, the field's rule in the person's language. */
export function fieldMessage(error: FieldError | undefined, rule: string): string | undefined {
  if (!error) return undefined;
  return error.type.startsWith(serverPrefix) ? error.message : rule;
}

/** What happened and what to do: our words where we know the code, else the server's. */
export function describeError(error: AppError, t: TFunction): string {
  return t(`errors.${error.code}` as "errors.unknown", { defaultValue: error.message });
}
