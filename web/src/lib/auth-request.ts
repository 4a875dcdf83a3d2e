import type { SupabaseClient } from "@supabase/supabase-js";
import { toAppError } from "./app-error.ts";
import { followAuth } from "./session.ts";

type Auth = SupabaseClient["auth"];

interface Answer {
  data: unknown;
  error: { status?: number | undefined } | null;
}

/** What `data` is once `error` has been ruled out. */
type SuccessOf<Result> = Result extends { error: null; data: infer Data } ? Data : never;

/** Makes one call of Auth and answers with its data, or throws an AppError. */
export async function authRequest<Result extends Answer>(
  call: (auth: Auth) => Promise<Result>,
): Promise<SuccessOf<Result>> {
  const { data, error } = await call(await followAuth());
  if (error) throw toAppError(error, error.status ?? 0);
  // Auth's client types a result as success or failure, told apart by `error`; failure left above.
  return data as SuccessOf<Result>;
}
