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

/** Passes if the attempt either fails for want of rights or reaches no row at all. */
export async function expectNothing(attempt: Promise<number>): Promise<void> {
  const outcome = await attempt.catch((error: unknown) => {
    if (error instanceof pg.DatabaseError) return error.code;
    throw error;
  });
  expect([0, REFUSED]).toContain(outcome);
}
