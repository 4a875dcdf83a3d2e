import { errorBodySchema } from "@flowdesk/types/errors";
import pg from "pg";
import { expect } from "vitest";

/** Insufficient privilege: what both a missing grant and a policy's `with check` answer. */
export const REFUSED = "42501";

/** The code a caller would see in the body of the failed call. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.code === "PGRST"
      ? errorBodySchema.parse(JSON.parse(error.message)).code
      : (error.code ?? "");
  }
  return "succeeded";
}

/** What commands answer to somebody who may not, or for whom there is nothing there. */
const refusals = [
  "0",
  REFUSED,
  "domain_not_found",
  "invitation_not_found",
  "operator_required",
  "organization_not_found",
  "permission_missing",
  "permission_not_held",
  "project_not_found",
  "task_not_found",
  "timer_not_running",
];

/** Passes if the attempt either fails for want of rights or reaches no row at all. */
export async function expectNothing(attempt: Promise<number>): Promise<void> {
  let outcome = "";
  const code = await codeOf(
    attempt.then((count) => {
      outcome = String(count);
    }),
  );
  expect(refusals).toContain(outcome || code);
}
