import {
  type ErrorBody,
  type ErrorCode,
  errorBodySchema,
  errorStatuses,
} from "@flowdesk/types/errors";
import type { ContentfulStatusCode } from "hono/utils/http-status";

interface Explanation {
  details?: string;
  hint?: string;
  cause?: unknown;
}

/** An expected failure: ends the request with a code of packages/types and its status. */
export class CodedError extends Error {
  override name = "CodedError";
  readonly status: ContentfulStatusCode;
  readonly body: ErrorBody;

  constructor(code: ErrorCode, message: string, explanation: Explanation = {}) {
    super(message, { cause: explanation.cause });
    const { details = null, hint = null } = explanation;
    this.status = errorStatuses[code];
    this.body = { code, message, details, hint };
  }
}

/** A refusal of the database: passed on as it is, for it says the same to whoever calls REST. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
  readonly status: ContentfulStatusCode;
  readonly body: ErrorBody;

  constructor(status: ContentfulStatusCode, body: ErrorBody) {
    super(`${body.code}: ${body.message}`);
    this.status = status;
    this.body = body;
  }
}

interface DatabaseAnswer {
  data: unknown;
  error: unknown;
  status: number;
}

/** What `data` is once `error` has been ruled out. */
type DataOf<Answer> = Answer extends { error: null; data: infer Data } ? Data : never;

/** The data of a call to the database, or an error that ends the request. */
export async function orThrow<Answer extends DatabaseAnswer>(
  call: PromiseLike<Answer>,
): Promise<DataOf<Answer>> {
  const { data, error, status } = await call;
  if (error === null) {
    // PostgREST's client types an answer as success or failure, told apart by `error`.
    return data as DataOf<Answer>;
  }
  const { data: body } = errorBodySchema.safeParse(error);
  if (body !== undefined && isRefusal(status)) throw new DatabaseError(status, body);
  throw new Error(`The database answered ${status}: ${body?.code} ${body?.message}`);
}

function isRefusal(status: number): status is ContentfulStatusCode {
  return status >= 400 && status < 500;
}
