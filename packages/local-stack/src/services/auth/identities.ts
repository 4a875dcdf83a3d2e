import { z } from "zod";
import type { Sql } from "./database.ts";
import { mergeMetadata, type User } from "./users.ts";

export interface IdentityData {
  provider: "email" | "phone";
  data: Readonly<Record<string, unknown>>;
}

/** A way of signing in, named by the account's own id. */
export async function insertIdentity(
  sql: Sql,
  userId: string,
  { provider, data }: IdentityData,
): Promise<void> {
  await sql.run(
    `insert into auth.identities
      (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
    values ($1::text, $1::uuid, $2, $3, now(), now(), now())`,
    [userId, JSON.stringify({ sub: userId, ...data }), provider],
  );
}

/** Notes something about the identity, which is made where the account has none of its kind. */
export async function upsertIdentity(
  sql: Sql,
  user: User,
  { provider, data }: IdentityData,
): Promise<void> {
  const updated = await sql.run(
    `update auth.identities
    set identity_data = identity_data || $3, updated_at = now()
    where provider_id = $1 and provider = $2`,
    [user.id, provider, JSON.stringify(data)],
  );
  if (updated > 0) return;
  await insertIdentity(sql, user.id, { provider, data: { phone_verified: false, ...data } });
  await updateProviders(sql, user.id);
}

/** The address that was confirmed counts as verified wherever the account is known by it. */
export async function markEmailVerified(sql: Sql, user: User): Promise<void> {
  await sql.run(
    `update auth.identities
    set identity_data = identity_data || '{"email_verified": true}', updated_at = now()
    where user_id = $1 and email = $2`,
    [user.id, user.email],
  );
}

const providersSchema = z.object({
  providers: z.array(z.string()),
  raw_app_meta_data: z.record(z.string(), z.unknown()).nullable(),
});

/** Keeps `provider` and `providers` of the account's `app_metadata` true to its identities. */
export async function updateProviders(sql: Sql, userId: string): Promise<void> {
  const row = await sql.first(
    providersSchema,
    `select u.raw_app_meta_data,
      array(
        select i.provider from auth.identities i where i.user_id = u.id order by i.created_at, i.id
      ) as providers
    from auth.users u
    where u.id = $1`,
    [userId],
  );
  if (!row) return;
  const [provider] = row.providers;
  const metadata = mergeMetadata(row.raw_app_meta_data, {
    providers: row.providers,
    ...(provider === undefined ? {} : { provider }),
  });
  if (JSON.stringify(metadata) === JSON.stringify(row.raw_app_meta_data)) return;
  await sql.run("update auth.users set raw_app_meta_data = $2 where id = $1", [
    userId,
    JSON.stringify(metadata),
  ]);
}
