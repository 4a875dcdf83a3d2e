import { randomBytes, randomUUID } from "node:crypto";
import { writeAudit } from "./audit.ts";
import { confirmEmail, isTakenAddress } from "./confirmations.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import { type CodeChallenge, startFlow } from "./flow-state.ts";
import { approveNewUser } from "./hooks/before-user-created.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { sendMagicLink } from "./mail/mails.ts";
import { insertNewUser } from "./new-user.ts";
import { requestConfirmation } from "./sign-up.ts";
import { findUser, findUserByEmail, isDeleted, lockUser, type User } from "./users.ts";

export interface MagicLinkWish {
  email: string;
  data: Readonly<Record<string, unknown>>;
  /** Whether an account may be made for an address that has none. */
  createsUser: boolean;
  challenge?: CodeChallenge | undefined;
}

const PROVIDER = { provider: "email" };

/** Mails a link and a code that sign in. A newcomer's is the confirmation of their address. */
export async function requestMagicLink(
  context: AuthContext,
  wish: MagicLinkWish,
  request: MailRequest,
): Promise<void> {
  const existing = await findUserByEmail(context.database, wish.email);
  if (existing && isDeleted(existing)) return;
  if (!existing && !wish.createsUser) {
    throw new AuthError(422, "otp_disabled", "Signups not allowed for otp");
  }
  if (!existing && !context.config.enable_signup) {
    throw new AuthError(422, "signup_disabled", "Signups not allowed for this instance");
  }
  // A password that nobody knows, as GoTrue gives such an account: the hash is made before the
  // transaction, which holds a connection.
  const passwordHash = existing
    ? undefined
    : await context.passwords.hash(randomBytes(48).toString("base64url").slice(0, 64));
  try {
    await context.mailTransaction(async (sql) => {
      const user = existing
        ? await lockUser(sql, existing.id)
        : await makeUser(context, sql, { wish, passwordHash, request });
      if (user) await mailUser(context, sql, user, wish, request);
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    // Somebody else made the account in this very moment, and it has its mail.
    if (isTakenAddress(error)) return;
    throw databaseFailure("Database error saving new user", error);
  }
}

async function makeUser(
  context: AuthContext,
  sql: Sql,
  {
    wish,
    passwordHash = "",
    request,
  }: { wish: MagicLinkWish; passwordHash: string | undefined; request: MailRequest },
): Promise<User> {
  const newUser = {
    id: randomUUID(),
    email: wish.email,
    passwordHash,
    appMetadata: { ...PROVIDER, providers: ["email"] },
    userMetadata: wish.data,
    identityMetadata: wish.data,
  };
  await approveNewUser(context, sql, newUser, request.origin);
  const user = await insertNewUser(sql, newUser);
  if (context.config.email.enable_confirmations) return user;
  await writeAudit(sql, user, "user_signedup", request.origin, PROVIDER);
  await confirmEmail(sql, user);
  return (await findUser(sql, user.id)) ?? user;
}

async function mailUser(
  context: AuthContext,
  sql: Sql,
  user: User,
  { challenge }: MagicLinkWish,
  request: MailRequest,
): Promise<void> {
  const { enable_confirmations: needsConfirmation } = context.config.email;
  if (needsConfirmation && user.email_confirmed_at === null) {
    await requestConfirmation(context, sql, user, challenge, request);
    return;
  }
  await writeAudit(sql, user, "user_recovery_requested", request.origin);
  if (challenge) await startFlow(sql, user.id, "magiclink", challenge);
  await sendMagicLink(context, sql, user, { ...request, isPkce: challenge !== undefined });
}
