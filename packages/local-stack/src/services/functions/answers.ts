/** What is answered in a function's place, in the form of every error of the API. */
export interface CodedAnswer {
  status: number;
  code: string;
  message: string;
  hint: string | null;
}

/*
 * Codes, words and statuses are hosted's. https://supabase.com/docs/guides/functions/error-codes
 */
export const notFound: CodedAnswer = {
  status: 404,
  code: "NOT_FOUND",
  message: "Requested function was not found",
  hint: "Function not found: is there a folder of that name below supabase/functions, and is it enabled?",
};

export const noAuthorization: CodedAnswer = {
  status: 401,
  code: "UNAUTHORIZED_NO_AUTH_HEADER",
  message: "Missing authorization header",
  hint: null,
};

export const invalidToken: CodedAnswer = {
  status: 401,
  code: "UNAUTHORIZED_INVALID_JWT_FORMAT",
  message: "Invalid JWT",
  hint: "The function has verify_jwt on: send a user's access token as bearer. API keys (sb_…) are no tokens.",
};

export const bootFailed: CodedAnswer = {
  status: 503,
  code: "BOOT_ERROR",
  message: "Function failed to start (please check logs)",
  hint: null,
};

export const crashed: CodedAnswer = {
  status: 500,
  code: "WORKER_ERROR",
  message: "Function exited due to an error (please check logs)",
  hint: null,
};

export const resourceLimit: CodedAnswer = {
  status: 546,
  code: "WORKER_RESOURCE_LIMIT",
  message: "Function failed due to not having enough compute resources (please check logs)",
  hint: null,
};

export const idleTimeout: CodedAnswer = {
  status: 504,
  code: "IDLE_TIMEOUT",
  message: "Function did not begin to answer in time",
  hint: null,
};

export const restarting: CodedAnswer = {
  status: 503,
  code: "SERVICE_UNAVAILABLE",
  message: "The function is being restarted",
  hint: "Try again in a moment.",
};
