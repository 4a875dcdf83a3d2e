import { createHash, randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Sql } from "./database.ts";

/** What a one-time token proves, and the column of `auth.users` that holds it as well. */
export type OneTimeTokenType =
  | "confirmation_token"
  | "recovery_token"
  | "reauthentication_token"
  | "email_change_token_new"
  | "email_change_token_current";

/** Marks the tokens of a flow that ends with a code (PKCE) instead of a session. */
export const PKCE_PREFIX = "pkce_";

/** Digits that a person can type. */
export function generateCode(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join("");
}

/** GoTrue's form: what a link carries, and what is stored of a code. */
export function hashCode(address: string, code: string): string {
  return createHash("sha224").update(`${address}${code}`).digest("hex");
}

/** Replaces the account's token of this type. */
export async function storeToken(
  sql: Sql,
  userId: string,
  { type, hash, address }: { type: OneTimeTokenType; hash: string; address: string },
): Promise<void> {
  await sql.run("delete from auth.one_time_tokens where user_id = $1 and token_type = $2", [
    userId,
    type,
  ]);
  await sql.run(
    `insert into auth.one_time_tokens
      (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
    values ($1, $2, $3, $4, $5, now() at time zone 'utc', now() at time zone 'utc')`,
    [randomUUID(), userId, type, hash, address.toLowerCase()],
  );
}

const ownerSchema = z.object({ user_id: z.string(), token_type: z.string() });

/** Whose token it is. Read again under the lock of the account before it is believed. */
export function findTokenOwner(
  sql: Sql,
  hashes: readonly string[],
  types: readonly OneTimeTokenType[],
): Promise<{ user_id: string; token_type: string } | undefined> {
  return sql.first(
    ownerSchema,
    `select user_id, token_type
    from auth.one_time_tokens
    where token_hash = any ($1) and token_type::text = any ($2)
    limit 1`,
    [hashes, types],
  );
}

export async function removeToken(sql: Sql, userId: string, type: OneTimeTokenType): Promise<void> {
  await sql.run("delete from auth.one_time_tokens where user_id = $1 and token_type = $2", [
    userId,
    type,
  ]);
}

/** What proved itself makes every other mail that is under way worthless. */
export async function removeAllTokens(sql: Sql, userId: string): Promise<void> {
  await sql.run("delete from auth.one_time_tokens where user_id = $1", [userId]);
}
