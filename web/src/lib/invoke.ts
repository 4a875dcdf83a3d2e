import { asAppError, toAppError } from "./app-error.ts";
import { supabase } from "./supabase.ts";

interface InvokeOptions<Data> {
  method: "GET" | "POST";
  /** Judges the answer: no generated type vouches for what a function says. */
  schema: { parse(value: unknown): Data };
  body?: Record<string, unknown>;
  signal?: AbortSignal;
}

/** Calls an edge function, `<name>/<route>`, and answers with its data, or throws an AppError. */
export async function invoke<Data>(path: string, options: InvokeOptions<Data>): Promise<Data> {
  const { schema, ...rest } = options;
  const requestId = crypto.randomUUID();
  const { data, error, response } = await supabase.functions.invoke<unknown>(path, {
    ...rest,
    headers: { "x-request-id": requestId },
  });
  if (error === null) return schema.parse(data);
  if (rest.signal?.aborted) throw asAppError(error);
  // No answer at all has no status; one that did not come from the function may be no JSON.
  const body: unknown = await response?.json().catch(() => undefined);
  throw toAppError(body ?? error, response?.status ?? 0, requestId);
}
