import { acceptEmailChange, acceptRecovery, acceptSignUp } from "./confirmations.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError } from "./errors.ts";
import type { MailFlowMethod } from "./flow-state.ts";
import { updateProviders } from "./identities.ts";
import {
  findTokenOwner,
  hashCode,
  type OneTimeTokenType,
  PKCE_PREFIX,
  removeToken,
} from "./one-time-tokens.ts";
import type { Origin } from "./request.ts";
import { findUserByEmail, isBanned, isDeleted, lockUser, type User } from "./users.ts";

/** What a link or code may claim to be, and the tokens that are good for it. */
const TOKENS = {
  signup: ["confirmation_token"],
  invite: ["confirmation_token"],
  magiclink: ["recovery_token"],
  recovery: ["recovery_token"],
  email: ["confirmation_token", "recovery_token"],
  email_change: ["email_change_token_current", "email_change_token_new"],
} as const satisfies Record<string, readonly OneTimeTokenType[]>;

export type VerificationType = keyof typeof TOKENS;

export function isVerificationType(type: string): type is VerificationType {
  return Object.hasOwn(TOKENS, type);
}

/** What a client shows: the token of a link, or the code of a mail with the address it went to. */
export type Proof =
  | { type: VerificationType; hash: string }
  | { type: VerificationType; email: string; code: string };

/** Whom a proof signs in; `half` where the other address has to agree first. */
export type Verified =
  | { kind: "full"; user: User; method: MailFlowMethod; replacedEmail?: string }
  | { kind: "half" };

/**
 * Accepts a proof, once: the account's row is locked before the token is looked at, and the token is
 * gone when the transaction ends.
 */
export async function acceptProof(
  context: AuthContext,
  sql: Sql,
  proof: Proof,
  origin: Origin,
): Promise<Verified> {
  const ownerId = await findOwner(sql, proof);
  const user = ownerId === undefined ? undefined : await lockUser(sql, ownerId);
  if (!user || isDeleted(user)) throw expired(proof);
  const token = await matchToken(sql, user, proof);
  if (!token || isExpired(context, user, token)) throw expired(proof);
  // Only who has the token learns of the ban.
  if (isBanned(user)) throw new AuthError(403, "user_banned", "User is banned");

  if (proof.type === "email_change")
    return acceptChange(context, sql, user, { token, proof, origin });
  const isSignUp = token === "confirmation_token";
  await (isSignUp ? acceptSignUp : acceptRecovery)(sql, user, origin);
  await updateProviders(sql, user.id);
  const methods = { invite: "invite", recovery: "recovery" } as const;
  const named =
    proof.type === "invite" || proof.type === "recovery" ? methods[proof.type] : undefined;
  return { kind: "full", user, method: named ?? (isSignUp ? "email/signup" : "magiclink") };
}

/** What the code of a mail was stored as. */
function hashesOf(proof: Proof): string[] {
  if ("hash" in proof) return [proof.hash];
  const hash = hashCode(proof.email, proof.code);
  return [hash, `${PKCE_PREFIX}${hash}`];
}

async function findOwner(sql: Sql, proof: Proof): Promise<string | undefined> {
  if ("code" in proof && proof.type !== "email_change") {
    return (await findUserByEmail(sql, proof.email))?.id;
  }
  // What a link carries comes unchecked, and PostgreSQL takes no NUL in a text.
  if ("hash" in proof && !/^[\x21-\x7e]+$/.test(proof.hash)) return undefined;
  return (await findTokenOwner(sql, hashesOf(proof), TOKENS[proof.type]))?.user_id;
}

async function matchToken(
  sql: Sql,
  user: User,
  proof: Proof,
): Promise<OneTimeTokenType | undefined> {
  const hashes = hashesOf(proof);
  const types = TOKENS[proof.type];
  if ("code" in proof) return types.find((type) => hashes.includes(user[type] || "-"));
  const found = await findTokenOwner(sql, hashes, types);
  return found?.user_id === user.id ? types.find((type) => type === found.token_type) : undefined;
}

const SENT_AT = {
  confirmation_token: "confirmation_sent_at",
  recovery_token: "recovery_sent_at",
  email_change_token_current: "email_change_sent_at",
  email_change_token_new: "email_change_sent_at",
} as const;

function isExpired({ config }: AuthContext, user: User, token: OneTimeTokenType): boolean {
  if (token === "reauthentication_token") return true;
  const sentAt = user[SENT_AT[token]]?.getTime();
  return sentAt === undefined || Date.now() > sentAt + config.email.otp_expiry * 1000;
}

function expired(proof: Proof): AuthError {
  return new AuthError(
    403,
    "otp_expired",
    "hash" in proof ? "Email link is invalid or has expired" : "Token has expired or is invalid",
  );
}

/** Where both addresses have to agree, the first proof only leaves its mark. */
async function acceptChange(
  { config }: AuthContext,
  sql: Sql,
  user: User,
  { token, proof, origin }: { token: OneTimeTokenType; proof: Proof; origin: Origin },
): Promise<Verified> {
  const { enable_confirmations, double_confirm_changes } = config.email;
  const asksBoth = enable_confirmations && double_confirm_changes && Boolean(user.email);
  if (asksBoth && (user.email_change_confirm_status ?? 0) === 0) {
    await sql.run(
      `update auth.users
      set email_change_confirm_status = 1, ${token} = '', updated_at = now()
      where id = $1`,
      [user.id],
    );
    await removeToken(sql, user.id, token);
    return { kind: "half" };
  }
  if (!user.email_change) throw expired(proof);
  await acceptEmailChange(sql, user, user.email_change, origin);
  await updateProviders(sql, user.id);
  return {
    kind: "full",
    user,
    method: "email_change",
    ...(user.email ? { replacedEmail: user.email } : {}),
  };
}
