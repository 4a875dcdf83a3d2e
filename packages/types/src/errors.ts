import { z } from "zod";

/**
 * Every expected failure that FlowDesk itself answers with, and its HTTP status. A code never changes its
 * meaning; clients decide by it and show the message. What each one means to the caller: docs/error-codes.md.
 */
export const errorStatuses = {
  account_not_found: 404,
  account_required: 403,
  already_member: 409,
  assignee_not_active: 409,
  assignee_not_in_project: 409,
  body_too_large: 413,
  client_in_use: 409,
  count_not_available: 400,
  currency_unknown: 422,
  dependency_cycle: 409,
  dns_timeout: 504,
  domain_not_found: 404,
  domain_not_verified: 409,
  file_too_large: 413,
  file_type_refused: 415,
  hostname_taken: 409,
  internal_error: 500,
  import_rows_invalid: 422,
  invitation_closed: 410,
  invitation_expired: 410,
  invitation_limit_reached: 429,
  invitation_not_found: 404,
  invitation_pending: 409,
  invitation_wrong_address: 403,
  key_taken: 409,
  last_owner: 409,
  last_status: 409,
  member_is_oneself: 409,
  member_not_found: 404,
  member_suspended: 409,
  operator_required: 403,
  organization_deleted: 403,
  organization_name_invalid: 422,
  organization_not_deleted: 409,
  organization_not_found: 404,
  organization_suspended: 403,
  owner_role_fixed: 403,
  permission_missing: 403,
  permission_not_held: 403,
  permission_unknown: 422,
  plan_limit_reached: 402,
  plan_not_found: 404,
  project_archived: 409,
  project_has_time: 409,
  project_not_found: 404,
  project_required: 422,
  request_invalid: 400,
  role_builtin: 409,
  role_in_use: 409,
  role_not_found: 404,
  route_not_found: 404,
  search_query_too_long: 422,
  second_factor_required: 403,
  service_required: 403,
  session_not_found: 404,
  session_required: 403,
  sign_in_required: 401,
  slug_invalid: 422,
  slug_reserved: 422,
  slug_taken: 409,
  task_cycle: 409,
  task_not_found: 404,
  time_entry_finished: 409,
  time_in_future: 422,
  time_overlap: 409,
  timer_not_running: 404,
  timer_running: 409,
  timezone_unknown: 422,
  token_invalid: 401,
  transition_not_allowed: 409,
  version_conflict: 409,
  watcher_cannot_see: 409,
} as const;

export type ErrorCode = keyof typeof errorStatuses;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatuses, code);
}

/** The body of every failed call: PostgREST's, Auth's apart. `code` is ours, PostgREST's or PostgreSQL's. */
export const errorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.string().nullable().default(null),
  hint: z.string().nullable().default(null),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;
