import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Claims } from "../../../tokens.ts";
import { adminActor, writeAudit } from "../audit.ts";
import { emailExists, isTakenAddress } from "../confirmations.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError, databaseFailure } from "../errors.ts";
import { approveNewUser } from "../hooks/before-user-created.ts";
import { confirmationUrl, type MailRequest } from "../mail/deliver.ts";
import { insertNewUser } from "../new-user.ts";
import { generateCode, hashCode, type OneTimeTokenType, storeToken } from "../one-time-tokens.ts";
import { requireStrongPassword } from "../password-strength.ts";
import { jsonObject, normalizeEmail, optionalText } from "../request.ts";
import {
  findUser,
  findUserByEmail,
  lockUser,
  mergeMetadata,
  type User,
  userJson,
} from "../users.ts";

export const linkSchema = z.object({
  type: optionalText,
  email: optionalText,
  new_email: optionalText,
  password: optionalText,
  data: jsonObject.nullish().transform((data) => data ?? {}),
  redirect_to: optionalText,
});
export type LinkWish = z.output<typeof linkSchema>;

/** Columns that a link's token goes to, and what verifies it. */
const LINKS = {
  signup: { token: "confirmation_token", sentAt: "confirmation_sent_at", action: "signup" },
  invite: { token: "confirmation_token", sentAt: "confirmation_sent_at", action: "invite" },
  magiclink: { token: "recovery_token", sentAt: "recovery_sent_at", action: "magiclink" },
  recovery: { token: "recovery_token", sentAt: "recovery_sent_at", action: "recovery" },
  email_change_current: {
    token: "email_change_token_current",
    sentAt: "email_change_sent_at",
    action: "email_change",
  },
  email_change_new: {
    token: "email_change_token_new",
    sentAt: "email_change_sent_at",
    action: "email_change",
  },
} as const satisfies Record<string, { token: OneTimeTokenType; sentAt: string; action: string }>;
type LinkType = keyof typeof LINKS;

const linkTypeSchema = z.enum([
  "signup",
  "invite",
  "magiclink",
  "recovery",
  "email_change_current",
  "email_change_new",
] satisfies LinkType[]);

/** What a mail would have carried, for the project to send by itself. */
export async function generateLink(
  context: AuthContext,
  admin: Claims,
  wish: LinkWish,
  request: MailRequest,
) {
  const parsed = linkTypeSchema.safeParse(wish.type);
  if (!parsed.success) {
    throw invalid(`Invalid email action link type requested: ${wish.type}`);
  }
  const email = normalizeEmail(wish.email);
  const existing = await findUserByEmail(context.database, email);
  const type = chooseType(parsed.data, existing);
  const newEmail = await readNewEmail(context, type, wish, existing);
  const redirectTo = context.redirects.isAllowed(wish.redirect_to)
    ? wish.redirect_to
    : request.redirectTo;
  // A newcomer by magic link needs no password: they never type one.
  const passwordHash =
    !existing && type === "signup" && parsed.data === "signup"
      ? await hashPassword(context, wish.password)
      : undefined;

  const code = generateCode(context.config.email.otp_length);
  // The code belongs to the address to which it is to be sent.
  const address = type === "email_change_new" ? (newEmail ?? email) : email;
  const hash = hashCode(address, code);
  const user = await context.database
    .transaction(async (sql) => {
      const account = await provideAccount(context, sql, {
        type,
        email,
        existing,
        data: wish.data,
        passwordHash,
        request,
      });
      await noteLink(sql, admin, account, { type, request });
      await writeToken(sql, account, { type, hash, address, newEmail });
      return (await findUser(sql, account.id)) ?? account;
    })
    .catch((error: unknown) => {
      if (error instanceof AuthError) throw error;
      if (isTakenAddress(error)) throw emailExists();
      throw databaseFailure("Database error saving new user", error);
    });
  const { action } = LINKS[type];
  return {
    ...userJson(user),
    action_link: confirmationUrl(context, { hash, action, redirectTo }),
    email_otp: code,
    hashed_token: hash,
    verification_type: type,
    redirect_to: redirectTo,
  };
}

function chooseType(type: LinkType, existing: User | undefined): LinkType {
  if (!existing && type === "magiclink") return "signup";
  if (!existing && type !== "signup" && type !== "invite") {
    throw new AuthError(404, "user_not_found", "User with this email not found");
  }
  const isForNewcomers = type === "signup" || type === "invite";
  if (isForNewcomers && existing && existing.email_confirmed_at !== null) throw emailExists();
  return type;
}

async function readNewEmail(
  context: AuthContext,
  type: LinkType,
  { new_email }: LinkWish,
  existing: User | undefined,
): Promise<string | undefined> {
  if (type !== "email_change_current" && type !== "email_change_new") return undefined;
  if (type === "email_change_current" && !context.config.email.double_confirm_changes) {
    throw invalid("Enable secure email change to generate link for current email");
  }
  const email = normalizeEmail(new_email);
  const holder = await findUserByEmail(context.database, email);
  if (holder && holder.id !== existing?.id) throw emailExists();
  return email;
}

async function hashPassword(context: AuthContext, password: string): Promise<string> {
  if (password === "") throw invalid("Signup requires a valid password");
  requireStrongPassword(context.config, password);
  return context.passwords.hash(password);
}

async function provideAccount(
  context: AuthContext,
  sql: Sql,
  options: {
    type: LinkType;
    email: string;
    existing: User | undefined;
    data: Readonly<Record<string, unknown>>;
    passwordHash: string | undefined;
    request: MailRequest;
  },
): Promise<User> {
  const { existing, data, email, passwordHash } = options;
  if (!existing) {
    const newUser = {
      id: randomUUID(),
      email,
      ...(passwordHash === undefined ? {} : { passwordHash }),
      appMetadata: { provider: "email", providers: ["email"] },
      userMetadata: data,
    };
    await approveNewUser(context, sql, newUser, options.request.origin);
    return insertNewUser(sql, newUser);
  }
  const user = await lockUser(sql, existing.id);
  if (!user) throw new AuthError(404, "user_not_found", "User with this email not found");
  if (options.type === "signup") {
    const metadata = mergeMetadata(user.raw_user_meta_data, data);
    await sql.run("update auth.users set raw_user_meta_data = $2 where id = $1", [
      user.id,
      JSON.stringify(metadata),
    ]);
  }
  return user;
}

async function noteLink(
  sql: Sql,
  admin: Claims,
  user: User,
  { type, request }: { type: LinkType; request: MailRequest },
): Promise<void> {
  if (type === "invite") {
    await sql.run("update auth.users set invited_at = now() where id = $1", [user.id]);
    await writeAudit(sql, adminActor(admin), "user_invited", request.origin, {
      user_id: user.id,
      user_email: user.email ?? "",
    });
  } else if (type === "magiclink" || type === "recovery") {
    await writeAudit(sql, user, "user_recovery_requested", request.origin);
  }
}

async function writeToken(
  sql: Sql,
  user: User,
  {
    type,
    hash,
    address,
    newEmail,
  }: { type: LinkType; hash: string; address: string; newEmail: string | undefined },
): Promise<void> {
  const { token, sentAt } = LINKS[type];
  await sql.run(
    `update auth.users set ${token} = $2, ${sentAt} = now(), updated_at = now() where id = $1`,
    [user.id, hash],
  );
  if (newEmail !== undefined) {
    await sql.run(
      "update auth.users set email_change = $2, email_change_confirm_status = 0 where id = $1",
      [user.id, newEmail],
    );
  }
  await storeToken(sql, user.id, { type: token, hash, address });
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}
