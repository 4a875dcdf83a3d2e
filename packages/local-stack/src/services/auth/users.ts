import { z } from "zod";
import { type Sql, timestamp } from "./database.ts";
import { jsonObject } from "./request.ts";

/** GoTrue once served several sites; hosted leaves all rows to this one. */
export const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** The audience of every user's token, and the database role that it names. */
export const AUTHENTICATED = "authenticated";

// json_agg writes times with an offset, which a Date reads.
const timeInJson = z.coerce.date().nullable();

const identitySchema = z.object({
  id: z.string(),
  provider_id: z.string(),
  user_id: z.string(),
  identity_data: jsonObject,
  provider: z.string(),
  last_sign_in_at: timeInJson,
  created_at: timeInJson,
  updated_at: timeInJson,
  email: z.string().nullable(),
});
type Identity = z.infer<typeof identitySchema>;

const factorSchema = z.object({
  id: z.string(),
  friendly_name: z.string().nullable(),
  factor_type: z.enum(["totp", "webauthn", "phone"]),
  status: z.enum(["unverified", "verified"]),
  created_at: timeInJson,
  updated_at: timeInJson,
  last_challenged_at: timeInJson,
});
export type Factor = z.infer<typeof factorSchema>;

const text = z.string().nullable();

const userSchema = z.object({
  id: z.string(),
  instance_id: text,
  aud: text,
  role: text,
  email: text,
  encrypted_password: text,
  email_confirmed_at: timestamp,
  invited_at: timestamp,
  confirmation_token: text,
  confirmation_sent_at: timestamp,
  confirmed_at: timestamp,
  recovery_token: text,
  recovery_sent_at: timestamp,
  email_change_token_new: text,
  email_change_token_current: text,
  email_change_confirm_status: z.int().nullable(),
  email_change: text,
  email_change_sent_at: timestamp,
  phone: text,
  phone_confirmed_at: timestamp,
  phone_change: text,
  phone_change_sent_at: timestamp,
  reauthentication_token: text,
  reauthentication_sent_at: timestamp,
  last_sign_in_at: timestamp,
  raw_app_meta_data: jsonObject.nullable(),
  raw_user_meta_data: jsonObject.nullable(),
  is_sso_user: z.boolean(),
  is_anonymous: z.boolean(),
  banned_until: timestamp,
  deleted_at: timestamp,
  created_at: timestamp,
  updated_at: timestamp,
  identities: z.array(identitySchema),
  factors: z.array(factorSchema),
});
export type User = z.infer<typeof userSchema>;

const SELECT_USER = `
  select u.*,
    coalesce(
      (
        select json_agg(i order by i.created_at, i.id)
        from auth.identities i
        where i.user_id = u.id
      ),
      '[]'
    ) as identities,
    coalesce(
      (
        select json_agg(
          json_build_object(
            'id', f.id, 'friendly_name', f.friendly_name, 'factor_type', f.factor_type,
            'status', f.status, 'created_at', f.created_at, 'updated_at', f.updated_at,
            'last_challenged_at', f.last_challenged_at
          )
          order by f.created_at, f.id
        )
        from auth.mfa_factors f
        where f.user_id = u.id
      ),
      '[]'
    ) as factors
  from auth.users u`;

export function findUser(sql: Sql, id: string): Promise<User | undefined> {
  return sql.first(userSchema, `${SELECT_USER} where u.id = $1`, [id]);
}

/**
 * As `findUser`, and nobody else changes the row until the transaction ends. Two statements: a single
 * one that waits for the lock would see identities and factors as they were before it waited.
 */
export async function lockUser(sql: Sql, id: string): Promise<User | undefined> {
  await sql.run("select from auth.users where id = $1 for update", [id]);
  return findUser(sql, id);
}

/**
 * Two conditions because each has an index of its own: the spelling that we store, and the
 * mixed-case one that a seed may have written. Accounts of single sign-on share addresses and never
 * sign in by them.
 */
export function findUserByEmail(sql: Sql, email: string): Promise<User | undefined> {
  return sql.first(
    userSchema,
    `${SELECT_USER}
    where not u.is_sso_user
      and (u.email = $1 or (u.instance_id = $2 and lower(u.email) = $1))
    order by u.email = $1 desc
    limit 1`,
    [email, NIL_UUID],
  );
}

/** A page of accounts, newest first or last, and how many there are in all. */
export async function listUsers(
  sql: Sql,
  options: { filter: string; ascending: boolean; limit: number; offset: number },
): Promise<{ users: User[]; total: number }> {
  const { filter, ascending, limit, offset } = options;
  const where = `
    where u.aud = $1
      and ($2 = '' or u.email like '%' || $2 || '%'
        or u.raw_user_meta_data ->> 'full_name' ilike '%' || $2 || '%')`;
  const order = ascending ? "asc" : "desc";
  const users = await sql.rows(
    userSchema,
    `${SELECT_USER} ${where}
    order by u.created_at ${order}, u.id ${order}
    limit $3 offset $4`,
    [AUTHENTICATED, filter, limit, offset],
  );
  const counted = await sql.first(
    z.object({ total: z.coerce.number() }),
    `select count(*) as total from auth.users u ${where}`,
    [AUTHENTICATED, filter],
  );
  return { users, total: counted?.total ?? 0 };
}

export function isBanned(user: User): boolean {
  return user.banned_until !== null && user.banned_until > new Date();
}

/** A deleted account keeps its row for those who refer to it, but nobody is it any more. */
export function isDeleted(user: User): boolean {
  return user.deleted_at !== null;
}

export function hasVerifiedFactor({ factors }: User): boolean {
  return factors.some(({ status }) => status === "verified");
}

/** Null removes a member, anything else sets it; members that are not named stay. */
export function mergeMetadata(
  current: Readonly<Record<string, unknown>> | null,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...current, ...changes }).filter(
      ([key, value]) => value !== null || !Object.hasOwn(changes, key),
    ),
  );
}

const iso = (date: Date | null) => date?.toISOString();

/**
 * The user as clients see them: no hash, no token. Members that are undefined do not reach the
 * wire.
 */
export function userJson(user: User) {
  return {
    id: user.id,
    aud: user.aud ?? "",
    role: user.role ?? "",
    email: user.email ?? "",
    email_confirmed_at: iso(user.email_confirmed_at),
    invited_at: iso(user.invited_at),
    phone: user.phone ?? "",
    phone_confirmed_at: iso(user.phone_confirmed_at),
    confirmation_sent_at: iso(user.confirmation_sent_at),
    confirmed_at: iso(user.confirmed_at),
    recovery_sent_at: iso(user.recovery_sent_at),
    new_email: user.email_change || undefined,
    email_change_sent_at: iso(user.email_change_sent_at),
    new_phone: user.phone_change || undefined,
    phone_change_sent_at: iso(user.phone_change_sent_at),
    reauthentication_sent_at: iso(user.reauthentication_sent_at),
    last_sign_in_at: iso(user.last_sign_in_at),
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    identities: user.identities.map(identityJson),
    factors: user.factors.length > 0 ? user.factors.map(factorJson) : undefined,
    created_at: iso(user.created_at),
    updated_at: iso(user.updated_at),
    banned_until: iso(user.banned_until),
    deleted_at: iso(user.deleted_at),
    is_anonymous: user.is_anonymous,
  };
}

/** `id` is the provider's id and `identity_id` ours: the names are older than the column. */
function identityJson(identity: Identity) {
  return {
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    identity_data: identity.identity_data,
    provider: identity.provider,
    last_sign_in_at: iso(identity.last_sign_in_at),
    created_at: iso(identity.created_at),
    updated_at: iso(identity.updated_at),
    email: identity.email || undefined,
  };
}

export function factorJson(factor: Factor) {
  return {
    id: factor.id,
    friendly_name: factor.friendly_name || undefined,
    factor_type: factor.factor_type,
    status: factor.status,
    created_at: iso(factor.created_at),
    updated_at: iso(factor.updated_at),
    last_challenged_at: iso(factor.last_challenged_at),
  };
}
