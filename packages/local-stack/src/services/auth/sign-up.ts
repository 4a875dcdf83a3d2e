import { randomUUID } from "node:crypto";
import { DatabaseError } from "pg";
import { writeAudit } from "./audit.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import type { Origin } from "./request.ts";
import { sessionJson } from "./session-response.ts";
import { startSession } from "./sessions.ts";
import { signInStamp } from "./sign-in.ts";
import {
  AUTHENTICATED,
  findUser,
  findUserByEmail,
  mergeMetadata,
  NIL_UUID,
  type User,
  userJson,
} from "./users.ts";

export interface SignUp {
  email: string;
  password: string;
  data: Readonly<Record<string, unknown>>;
}

const PROVIDER = { provider: "email" };
const APP_METADATA = { ...PROVIDER, providers: ["email"] };

/**
 * Makes an account. Confirmed and signed in at once where `enable_confirmations` is off; otherwise
 * the answer is the user alone, and tells nothing of an account that had the address before.
 */
export async function signUpByEmail(context: AuthContext, signUp: SignUp, origin: Origin) {
  const existing = await findUserByEmail(context.database, signUp.email);
  if (existing) return answerRepeated(context, existing, signUp, origin);
  const needsConfirmation = context.config.email.enable_confirmations;
  // Outside the transaction: nobody waits for a hash with a connection in hand.
  const passwordHash = await context.passwords.hash(signUp.password);
  try {
    return needsConfirmation
      ? await createUnconfirmed(context, signUp, passwordHash, origin)
      : await createSignedIn(context, signUp, passwordHash, origin);
  } catch (error) {
    if (isTakenAddress(error)) {
      if (needsConfirmation) return obfuscatedUser(signUp);
      throw alreadyRegistered();
    }
    if (error instanceof AuthError) throw error;
    throw databaseFailure("Database error saving new user", error);
  }
}

async function createSignedIn(
  context: AuthContext,
  signUp: SignUp,
  passwordHash: string,
  origin: Origin,
) {
  // One transaction: when a trigger refuses any of it, or the commit itself, nothing is left
  // behind.
  const made = await context.database.transaction(async (sql) => {
    const id = await insertUser(sql, signUp, passwordHash);
    const newcomer = await requireUser(sql, id);
    await writeAudit(sql, newcomer, "user_signedup", origin, PROVIDER);
    await confirmEmail(sql, newcomer);
    await signInStamp(sql, newcomer);
    const user = await requireUser(sql, id);
    await writeAudit(sql, user, "login", origin, PROVIDER);
    return { user, ...(await startSession(sql, user, "password", origin)) };
  });
  return sessionJson(context, made.user, made.session, made.refreshToken);
}

async function createUnconfirmed(
  context: AuthContext,
  signUp: SignUp,
  passwordHash: string,
  origin: Origin,
) {
  const user = await context.database.transaction(async (sql) => {
    const id = await insertUser(sql, signUp, passwordHash);
    await sql.run("update auth.users set confirmation_sent_at = now() where id = $1", [id]);
    const newcomer = await requireUser(sql, id);
    await writeAudit(sql, newcomer, "user_confirmation_requested", origin, PROVIDER);
    return newcomer;
  });
  context.log.warn({ user: user.id }, "this Auth sends no mail: the address stays unconfirmed");
  return userJson(user);
}

/**
 * The row is written unconfirmed and confirmed by a second statement, as GoTrue does: triggers on
 * insert and on update see what they would see on hosted.
 */
async function insertUser(sql: Sql, signUp: SignUp, passwordHash: string): Promise<string> {
  const id = randomUUID();
  await sql.run(
    `insert into auth.users
      (instance_id, id, aud, role, email, encrypted_password, confirmation_token, recovery_token,
        email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data,
        created_at, updated_at)
    values ($1, $2, $3, $3, $4, $5, '', '', '', '', $6, $7, now(), now())`,
    [
      NIL_UUID,
      id,
      AUTHENTICATED,
      signUp.email,
      passwordHash,
      JSON.stringify(APP_METADATA),
      JSON.stringify(signUp.data),
    ],
  );
  const claims = { sub: id, email: signUp.email, email_verified: false, phone_verified: false };
  await sql.run(
    `insert into auth.identities
      (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
    values ($1::text, $1::uuid, $2, 'email', now(), now(), now())`,
    [id, JSON.stringify({ ...signUp.data, ...claims })],
  );
  return id;
}

async function confirmEmail(sql: Sql, user: User): Promise<void> {
  const metadata = mergeMetadata(user.raw_user_meta_data, { email_verified: true });
  await sql.run(
    `update auth.users
    set email_confirmed_at = now(), confirmation_token = '', raw_user_meta_data = $2,
      updated_at = now()
    where id = $1`,
    [user.id, JSON.stringify(metadata)],
  );
}

/** Reads the row back, because a trigger may have changed it. */
async function requireUser(sql: Sql, id: string): Promise<User> {
  const user = await findUser(sql, id);
  if (!user) throw new Error("a trigger has removed the row of the new user");
  return user;
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
  origin: Origin,
) {
  const { config, database, passwords } = context;
  // The same work as for a new account, so that the time does not tell them apart.
  await passwords.hash(signUp.password);
  if (config.email.enable_confirmations && existing.email_confirmed_at === null) {
    await writeAudit(database, existing, "user_confirmation_requested", origin, PROVIDER);
    return { ...userJson(existing), user_metadata: signUp.data };
  }
  await writeAudit(database, existing, "user_repeated_signup", origin, PROVIDER);
  if (!config.email.enable_confirmations) throw alreadyRegistered();
  return obfuscatedUser(signUp);
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

/** Two sign-ups at once: the index let one of them through. */
function isTakenAddress(error: unknown): boolean {
  return error instanceof DatabaseError && error.constraint === "users_email_partial_key";
}
