import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import { issueCode } from "./flow-state.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { notify } from "./mail/notifications.ts";
import type { SessionJson } from "./session-response.ts";
import { openSession, stampSignIn } from "./sign-in.ts";
import { acceptProof, type Proof, type Verified } from "./verify.ts";

/** A session for whoever shows the proof; undefined where the other address has to agree first. */
export function tradeForSession(
  context: AuthContext,
  proof: Proof,
  request: MailRequest,
): Promise<SessionJson | undefined> {
  return accept(context, proof, request, async (sql, { user }) => {
    await stampSignIn(sql, user.id);
    return openSession(context, sql, user.id, "otp", request.origin);
  });
}

/** A code that only who began the flow can trade for a session (PKCE). */
export function tradeForCode(
  context: AuthContext,
  proof: Proof,
  request: MailRequest,
): Promise<string | undefined> {
  return accept(context, proof, request, (sql, { user, method }) =>
    issueCode(sql, user.id, method),
  );
}

/** Accepts the proof and, in the same transaction, makes of it what the caller wants. */
async function accept<Result>(
  context: AuthContext,
  proof: Proof,
  request: MailRequest,
  finish: (sql: Sql, verified: Extract<Verified, { kind: "full" }>) => Promise<Result>,
): Promise<Result | undefined> {
  let verified: Verified | undefined;
  const result = await context.database
    .transaction(async (sql) => {
      verified = await acceptProof(context, sql, proof, request.origin);
      return verified.kind === "half" ? undefined : finish(sql, verified);
    })
    .catch((error: unknown) => {
      if (error instanceof AuthError) throw error;
      throw databaseFailure("Database error updating user", error);
    });
  if (verified?.kind === "full" && verified.replacedEmail) {
    const { replacedEmail, user } = verified;
    await notify(context, { ...user, email: user.email_change }, "email_changed", request, {
      to: replacedEmail,
      OldEmail: replacedEmail,
    });
  }
  return result;
}
