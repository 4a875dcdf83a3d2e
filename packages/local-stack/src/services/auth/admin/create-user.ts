import { randomUUID } from "node:crypto";
import { DatabaseError } from "pg";
import { z } from "zod";
import type { Claims } from "../../../tokens.ts";
import { adminActor, writeAudit } from "../audit.ts";
import { confirmEmail, emailExists, isTakenAddress } from "../confirmations.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError, databaseFailure } from "../errors.ts";
import { insertNewUser } from "../new-user.ts";
import type { Origin } from "../request.ts";
import { findUser, findUserByEmail, mergeMetadata, NIL_UUID, type User } from "../users.ts";
import { type Attributes, readBan, readEmail, readPasswordHash, readPhone } from "./attributes.ts";

const uuidSchema = z.guid();

/** Makes an account without asking anybody: no mail is sent, and no rule of passwords applies. */
export async function createUser(
  context: AuthContext,
  admin: Claims,
  attributes: Attributes,
  origin: Origin,
): Promise<User> {
  const email = readEmail(attributes);
  const phone = readPhone(attributes);
  if (email === undefined && phone === undefined) {
    throw new AuthError(
      400,
      "validation_failed",
      "Cannot create a user without either an email or phone",
    );
  }
  const id = readId(attributes);
  const bannedUntil = readBan(attributes);
  if (email !== undefined && (await findUserByEmail(context.database, email))) throw emailExists();
  const passwordHash = await readPasswordHash(context, attributes);
  const providers = [...(email ? ["email"] : []), ...(phone ? ["phone"] : [])];

  try {
    return await context.database.transaction(async (sql) => {
      const user = await insertNewUser(sql, {
        id,
        ...(email === undefined ? {} : { email }),
        ...(phone === undefined ? {} : { phone }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(attributes.role === "" ? {} : { role: attributes.role }),
        ...(attributes.aud === "" ? {} : { aud: attributes.aud }),
        appMetadata: mergeMetadata(
          { provider: providers[0], providers },
          attributes.app_metadata ?? {},
        ),
        userMetadata: attributes.user_metadata ?? {},
      });
      await writeAudit(sql, adminActor(admin), "user_signedup", origin, {
        user_id: id,
        user_email: email ?? "",
        user_phone: phone ?? "",
        provider: providers[0],
      });
      if (attributes.email_confirm) await confirmEmail(sql, user);
      if (attributes.phone_confirm) await confirmPhone(sql, user);
      if (bannedUntil) await ban(sql, user.id, bannedUntil);
      return (await findUser(sql, id)) ?? user;
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    if (isTakenAddress(error)) throw emailExists();
    if (isTakenPhone(error)) throw phoneExists();
    throw databaseFailure("Database error creating new user", error);
  }
}

function readId({ id }: Attributes): string {
  if (id === "") return randomUUID();
  if (!uuidSchema.safeParse(id).success) {
    throw new AuthError(400, "validation_failed", "ID must conform to the uuid v4 format");
  }
  if (id === NIL_UUID) throw new AuthError(400, "validation_failed", "ID cannot be a nil uuid");
  return id.toLowerCase();
}

export async function confirmPhone(sql: Sql, user: User): Promise<void> {
  await sql.run(
    "update auth.users set phone_confirmed_at = now(), updated_at = now() where id = $1",
    [user.id],
  );
}

export async function ban(sql: Sql, userId: string, until: Date | null): Promise<void> {
  await sql.run("update auth.users set banned_until = $2, updated_at = now() where id = $1", [
    userId,
    until,
  ]);
}

export function isTakenPhone(error: unknown): boolean {
  return error instanceof DatabaseError && error.constraint === "users_phone_key";
}

export function phoneExists(): AuthError {
  return new AuthError(422, "phone_exists", "Phone number already registered by another user");
}
