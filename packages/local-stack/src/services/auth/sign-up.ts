import { randomUUID } from "node:crypto";
import { writeAudit } from "./audit.ts";
import { confirmEmail, isTakenAddress } from "./confirmations.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import { type CodeChallenge, startFlow } from "./flow-state.ts";
import { approveNewUser } from "./hooks/before-user-created.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { sendConfirmation } from "./mail/mails.ts";
import { insertNewUser, type NewUser } from "./new-user.ts";
import type { Origin } from "./request.ts";
import { openSession, signInStamp } from "./sign-in.ts";
import {
  AUTHENTICATED,
  findUser,
  findUserByEmail,
  lockUser,
  type User,
  userJson,
} from "./users.ts";

export interface SignUp {
  email: string;
  password: string;
  data: Readonly<Record<string, unknown>>;
  challenge?: CodeChallenge | undefined;
}

const PROVIDER = { provider: "email" };
const APP_METADATA = { ...PROVIDER, providers: ["email"] };

/**
 * Makes an account. Confirmed and signed in at once where `enable_confirmations` is off; otherwise
 * the answer is the user alone, and tells nothing of an account that had the address before.
 */
export async function signUpByEmail(context: AuthContext, signUp: SignUp, request: MailRequest) {
  const existing = await findUserByEmail(context.database, signUp.email);
  if (existing) return answerRepeated(context, existing, signUp, request);
  const needsConfirmation = context.config.email.enable_confirmations;
  // Outside the transaction: nobody waits for a hash with a connection in hand.
  const passwordHash = await context.passwords.hash(signUp.password);
  const newUser: NewUser = {
    id: randomUUID(),
    email: signUp.email,
    passwordHash,
    appMetadata: APP_METADATA,
    userMetadata: signUp.data,
    identityMetadata: signUp.data,
  };
  try {
    return needsConfirmation
      ? await createUnconfirmed(context, newUser, signUp.challenge, request)
      : await createSignedIn(context, newUser, request.origin);
  } catch (error) {
    if (isTakenAddress(error)) {
      if (needsConfirmation) return obfuscatedUser(signUp);
      throw alreadyRegistered();
    }
    if (error instanceof AuthError) throw error;
    throw databaseFailure("Database error saving new user", error);
  }
}

async function createSignedIn(context: AuthContext, newUser: NewUser, origin: Origin) {
  // One transaction: when a trigger refuses any of it, or the commit itself, nothing is left
  // behind.
  return context.database.transaction(async (sql) => {
    await approveNewUser(context, sql, newUser, origin);
    const newcomer = await insertNewUser(sql, newUser);
    await writeAudit(sql, newcomer, "user_signedup", origin, PROVIDER);
    await confirmEmail(sql, newcomer);
    await signInStamp(sql, newcomer);
    await writeAudit(sql, newcomer, "login", origin, PROVIDER);
    return openSession(context, sql, newcomer.id, "password", origin);
  });
}

async function createUnconfirmed(
  context: AuthContext,
  newUser: NewUser,
  challenge: CodeChallenge | undefined,
  request: MailRequest,
) {
  const user = await context.mailTransaction(async (sql) => {
    await approveNewUser(context, sql, newUser, request.origin);
    const newcomer = await insertNewUser(sql, newUser);
    return requestConfirmation(context, sql, newcomer, challenge, request);
  });
  return userJson(user);
}

/** Mails the account's address for confirmation, and answers the account as it is then. */
export async function requestConfirmation(
  context: AuthContext,
  sql: Sql,
  user: User,
  challenge: CodeChallenge | undefined,
  request: MailRequest,
): Promise<User> {
  await writeAudit(sql, user, "user_confirmation_requested", request.origin, PROVIDER);
  if (challenge) await startFlow(sql, user.id, "email/signup", challenge);
  await sendConfirmation(context, sql, user, { ...request, isPkce: challenge !== undefined });
  return (await findUser(sql, user.id)) ?? user;
}

/**
 * GoTrue would sign the caller in to an unconfirmed account of this address without looking at the
 * password, when confirmations are off. We never do: the account may have been made, and given
 * rights, by an invitation.
 */
async function answerRepeated(
  context: AuthContext,
  existing: User,
  signUp: SignUp,
  request: MailRequest,
) {
  const { config, database, passwords } = context;
  // The same work as for a new account, so that the time does not tell them apart.
  await passwords.hash(signUp.password);
  if (config.email.enable_confirmations && existing.email_confirmed_at === null) {
    const user = await context.mailTransaction(async (sql) => {
      const locked = await lockUser(sql, existing.id);
      // Confirmed in this very moment: the mail would be for nothing.
      if (locked?.email_confirmed_at !== null) return undefined;
      return requestConfirmation(context, sql, locked, signUp.challenge, request);
    });
    return user ? unconfirmedUser(user, signUp) : obfuscatedUser(signUp);
  }
  await writeAudit(database, existing, "user_repeated_signup", request.origin, PROVIDER);
  if (!config.email.enable_confirmations) throw alreadyRegistered();
  return obfuscatedUser(signUp);
}

/** The account as its first sign-up left it, without what was said of it then. */
function unconfirmedUser(user: User, { email, data }: SignUp) {
  const { invited_at: _, ...rest } = userJson(user);
  const claims = { sub: user.id, email, email_verified: false, phone_verified: false };
  const identities = rest.identities.map((identity) => ({ ...identity, identity_data: claims }));
  return { ...rest, app_metadata: APP_METADATA, user_metadata: data, identities };
}

/** What a new account would look like, made up: it tells nothing of the one that exists. */
function obfuscatedUser(signUp: SignUp) {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    aud: AUTHENTICATED,
    role: "",
    email: signUp.email,
    phone: "",
    confirmation_sent_at: now,
    app_metadata: APP_METADATA,
    user_metadata: signUp.data,
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}

function alreadyRegistered(): AuthError {
  return new AuthError(422, "user_already_exists", "User already registered");
}
