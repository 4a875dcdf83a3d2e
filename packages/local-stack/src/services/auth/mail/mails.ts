import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError } from "../errors.ts";
import {
  generateCode,
  hashCode,
  type OneTimeTokenType,
  PKCE_PREFIX,
  storeToken,
} from "../one-time-tokens.ts";
import type { User } from "../users.ts";
import { deliver, type MailAction, type MailRequest } from "./deliver.ts";
import type { TemplateName } from "./templates.ts";

/**
 * Each of these is called in a transaction that holds the account's row. The mail goes out before the
 * commit: where it cannot be sent, nothing is left of what it would have announced.
 */

interface Kind {
  action: MailAction;
  template: TemplateName;
  type: OneTimeTokenType;
  sentAt: "confirmation_sent_at" | "recovery_sent_at" | "reauthentication_sent_at";
}

const KINDS = {
  confirmation: {
    action: "signup",
    template: "confirmation",
    type: "confirmation_token",
    sentAt: "confirmation_sent_at",
  },
  invite: {
    action: "invite",
    template: "invite",
    type: "confirmation_token",
    sentAt: "confirmation_sent_at",
  },
  magicLink: {
    action: "magiclink",
    template: "magic_link",
    type: "recovery_token",
    sentAt: "recovery_sent_at",
  },
  recovery: {
    action: "recovery",
    template: "recovery",
    type: "recovery_token",
    sentAt: "recovery_sent_at",
  },
  reauthentication: {
    action: "reauthentication",
    template: "reauthentication",
    type: "reauthentication_token",
    sentAt: "reauthentication_sent_at",
  },
} as const satisfies Record<string, Kind>;

export interface FlowMailRequest extends MailRequest {
  /** Whether the link ends with a code (PKCE) instead of a session. */
  isPkce: boolean;
}

export function sendConfirmation(
  context: AuthContext,
  sql: Sql,
  user: User,
  request: FlowMailRequest,
): Promise<void> {
  requireFrequency(context, user.confirmation_sent_at);
  return sendCode(context, sql, user, KINDS.confirmation, request);
}

/** As often as an administrator likes. */
export async function sendInvite(
  context: AuthContext,
  sql: Sql,
  user: User,
  request: MailRequest,
): Promise<void> {
  await sendCode(context, sql, user, KINDS.invite, { ...request, isPkce: false });
  await sql.run("update auth.users set invited_at = now() where id = $1", [user.id]);
}

export function sendMagicLink(
  context: AuthContext,
  sql: Sql,
  user: User,
  request: FlowMailRequest,
): Promise<void> {
  requireFrequency(context, user.recovery_sent_at);
  return sendCode(context, sql, user, KINDS.magicLink, request);
}

export function sendRecovery(
  context: AuthContext,
  sql: Sql,
  user: User,
  request: FlowMailRequest,
): Promise<void> {
  requireFrequency(context, user.recovery_sent_at);
  return sendCode(context, sql, user, KINDS.recovery, request);
}

export function sendReauthentication(
  context: AuthContext,
  sql: Sql,
  user: User,
  request: MailRequest,
): Promise<void> {
  requireFrequency(context, user.reauthentication_sent_at);
  return sendCode(context, sql, user, KINDS.reauthentication, { ...request, isPkce: false });
}

async function sendCode(
  context: AuthContext,
  sql: Sql,
  user: User,
  { action, template, type, sentAt }: Kind,
  request: FlowMailRequest,
): Promise<void> {
  const address = user.email ?? "";
  const code = generateCode(context.config.email.otp_length);
  const hash = `${request.isPkce ? PKCE_PREFIX : ""}${hashCode(address, code)}`;
  await sql.run(
    `update auth.users set ${type} = $2, ${sentAt} = now(), updated_at = now() where id = $1`,
    [user.id, hash],
  );
  await storeToken(sql, user.id, { type, hash, address });
  await deliver(
    context,
    sql,
    user,
    { action, template, parts: [{ to: address, code, hash }] },
    request,
  );
}

/**
 * To the new address, and where both have to agree to the current one as well. Each gets a code of
 * its own.
 */
export async function sendEmailChange(
  context: AuthContext,
  sql: Sql,
  user: User,
  newEmail: string,
  request: FlowMailRequest,
): Promise<void> {
  requireFrequency(context, user.email_change_sent_at);
  const prefix = request.isPkce ? PKCE_PREFIX : "";
  const part = (to: string) => {
    const code = generateCode(context.config.email.otp_length);
    return { to, code, hash: `${prefix}${hashCode(to, code)}` };
  };
  const next = part(newEmail);
  const asksBoth = context.config.email.double_confirm_changes && Boolean(user.email);
  const current = asksBoth ? part(user.email ?? "") : undefined;
  await sql.run(
    `update auth.users
    set email_change = $2, email_change_token_new = $3, email_change_token_current = $4,
      email_change_confirm_status = 0, email_change_sent_at = now(), updated_at = now()
    where id = $1`,
    [user.id, newEmail, next.hash, current?.hash ?? ""],
  );
  await storeToken(sql, user.id, {
    type: "email_change_token_new",
    hash: next.hash,
    address: newEmail,
  });
  if (current) {
    await storeToken(sql, user.id, {
      type: "email_change_token_current",
      hash: current.hash,
      address: current.to,
    });
  }
  await deliver(
    context,
    sql,
    user,
    {
      action: "email_change",
      template: "email_change",
      parts: current ? [next, current] : [next],
      values: { NewEmail: newEmail },
    },
    request,
  );
}

/** `max_frequency`: how long the last mail of a kind has to lie back. */
function requireFrequency({ config }: AuthContext, sentAt: Date | null): void {
  const wait = (sentAt?.getTime() ?? 0) + config.email.max_frequency - Date.now();
  if (wait <= 0) return;
  const seconds = Math.ceil(wait / 1000);
  throw new AuthError(
    429,
    "over_email_send_rate_limit",
    `For security purposes, you can only request this after ${seconds} seconds.`,
    { headers: { "retry-after": String(seconds) } },
  );
}
