import { toAppError } from "./app-error.ts";

interface Answer<Data> {
  data: Data;
  error: unknown;
  status: number;
  count: number | null;
}

interface Builder<Success> extends PromiseLike<Success> {
  setHeader(name: string, value: string): unknown;
}

/** What `data` is once `error` has been ruled out. */
type SuccessOf<Result> = Result extends { error: null; data: infer Data } ? Data : never;

/**
 * Sends one PostgREST request and answers with its data, or throws an AppError. The id goes along with the
 * request, so that the page that reports a failure and the server's log name it alike.
 */
export async function request<Result extends Pick<Answer<unknown>, "data" | "error" | "status">>(
  builder: Builder<Result>,
): Promise<SuccessOf<Result>> {
  const { data } = await send(builder);
  return data;
}

/** As `request`, for a list that was asked for with `count: "exact"`. */
export async function requestCounted<Result extends Answer<unknown>>(
  builder: Builder<Result>,
): Promise<{ rows: SuccessOf<Result>; total: number }> {
  const { data, count } = await send(builder);
  return { rows: data, total: count ?? 0 };
}

async function send<Result extends Pick<Answer<unknown>, "data" | "error" | "status">>(
  builder: Builder<Result>,
): Promise<{ data: SuccessOf<Result>; count: number | null }> {
  const requestId = crypto.randomUUID();
  builder.setHeader("x-request-id", requestId);
  const result = await builder;
  if (result.error) throw toAppError(result.error, result.status, requestId);
  const count = "count" in result && typeof result.count === "number" ? result.count : null;
  // PostgREST's client types a result as success or failure, told apart by `error`; failure left above.
  return { data: result.data as SuccessOf<Result>, count };
}
