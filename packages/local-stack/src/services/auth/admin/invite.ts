import { randomUUID } from "node:crypto";
import type { Claims } from "../../../tokens.ts";
import { adminActor, writeAudit } from "../audit.ts";
import { emailExists, isTakenAddress } from "../confirmations.ts";
import type { AuthContext } from "../context.ts";
import { AuthError, databaseFailure } from "../errors.ts";
import { approveNewUser } from "../hooks/before-user-created.ts";
import type { MailRequest } from "../mail/deliver.ts";
import { sendInvite } from "../mail/mails.ts";
import { insertNewUser } from "../new-user.ts";
import { findUser, findUserByEmail, lockUser, type User } from "../users.ts";

/** Makes an account for an address and mails its owner a link to it; again, if it was not followed. */
export async function inviteUser(
  context: AuthContext,
  admin: Claims,
  { email, data }: { email: string; data: Readonly<Record<string, unknown>> },
  request: MailRequest,
): Promise<User> {
  const existing = await findUserByEmail(context.database, email);
  if (existing && existing.email_confirmed_at !== null) throw emailExists();
  const newUser = {
    id: randomUUID(),
    email,
    appMetadata: { provider: "email", providers: ["email"] },
    userMetadata: data,
  };
  try {
    return await context.mailTransaction(async (sql) => {
      if (!existing) await approveNewUser(context, sql, newUser, request.origin);
      const user = existing ? await lockUser(sql, existing.id) : await insertNewUser(sql, newUser);
      if (!user || user.email_confirmed_at !== null) throw emailExists();
      await writeAudit(sql, adminActor(admin), "user_invited", request.origin, {
        user_id: user.id,
        user_email: email,
      });
      await sendInvite(context, sql, user, request);
      return (await findUser(sql, user.id)) ?? user;
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    if (isTakenAddress(error)) throw emailExists();
    throw databaseFailure("Database error saving new user", error);
  }
}
