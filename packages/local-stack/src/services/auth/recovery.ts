import { writeAudit } from "./audit.ts";
import type { AuthContext, Caller } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError } from "./errors.ts";
import { type CodeChallenge, startFlow } from "./flow-state.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { sendEmailChange, sendReauthentication, sendRecovery } from "./mail/mails.ts";
import { requestConfirmation } from "./sign-up.ts";
import { findUserByEmail, isDeleted, lockUser, type User } from "./users.ts";

interface Wish {
  email: string;
  challenge?: CodeChallenge | undefined;
}

/** Runs in a transaction with the account of an address; does nothing where there is none. */
async function withAccount(
  context: AuthContext,
  email: string,
  work: (sql: Sql, user: User) => Promise<void>,
): Promise<void> {
  const found = await findUserByEmail(context.database, email);
  if (!found || isDeleted(found)) return;
  await context.mailTransaction(async (sql) => {
    const user = await lockUser(sql, found.id);
    if (user) await work(sql, user);
  });
}

/** Mails a link that signs in to choose a new password. Tells nobody whether there is an account. */
export function requestRecovery(
  context: AuthContext,
  { email, challenge }: Wish,
  request: MailRequest,
): Promise<void> {
  return withAccount(context, email, async (sql, user) => {
    await writeAudit(sql, user, "user_recovery_requested", request.origin);
    if (challenge) await startFlow(sql, user.id, "recovery", challenge);
    await sendRecovery(context, sql, user, { ...request, isPkce: challenge !== undefined });
  });
}

export function resendConfirmation(
  context: AuthContext,
  { email, challenge }: Wish,
  request: MailRequest,
): Promise<void> {
  return withAccount(context, email, async (sql, user) => {
    if (user.email_confirmed_at !== null) return;
    await requestConfirmation(context, sql, user, challenge, request);
  });
}

/** `email` is the current address; the mails go where the change began. */
export function resendEmailChange(
  context: AuthContext,
  { email, challenge }: Wish,
  request: MailRequest,
): Promise<void> {
  return withAccount(context, email, async (sql, user) => {
    if (!user.email_change) return;
    if (challenge) await startFlow(sql, user.id, "email_change", challenge);
    const isPkce = challenge !== undefined;
    await sendEmailChange(context, sql, user, user.email_change, { ...request, isPkce });
  });
}

/** Mails the caller a code, by which they prove themselves before they change their password. */
export async function reauthenticate(
  context: AuthContext,
  caller: Caller,
  request: MailRequest,
): Promise<void> {
  if (!caller.user.email) {
    throw new AuthError(
      400,
      "validation_failed",
      "Reauthentication requires the user to have an email or a phone number",
    );
  }
  if (caller.user.email_confirmed_at === null) {
    throw new AuthError(422, "email_not_confirmed", "Please verify your email first.");
  }
  await context.mailTransaction(async (sql) => {
    const user = await lockUser(sql, caller.user.id);
    if (!user) throw new AuthError(403, "user_not_found", "User does not exist any more");
    await writeAudit(sql, user, "user_reauthenticate_requested", request.origin);
    await sendReauthentication(context, sql, user, request);
  });
}
