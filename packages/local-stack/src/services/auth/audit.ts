import { randomUUID } from "node:crypto";
import type { Claims } from "../../tokens.ts";
import type { Sql } from "./database.ts";
import type { Origin } from "./request.ts";
import { NIL_UUID, type User } from "./users.ts";

/** GoTrue's names of actions and the kind that it files each under. */
const LOG_TYPES = {
  login: "account",
  logout: "account",
  user_signedup: "team",
  user_invited: "team",
  user_deleted: "team",
  user_repeated_signup: "user",
  user_confirmation_requested: "user",
  user_recovery_requested: "user",
  user_reauthenticate_requested: "user",
  user_modified: "user",
  user_updated_password: "user",
  token_refreshed: "token",
  token_revoked: "token",
  factor_in_progress: "factor",
  factor_unenrolled: "factor",
  factor_deleted: "factor",
  factor_updated: "factor",
  challenge_created: "factor",
  verification_attempted: "factor",
} as const;

export type AuditAction = keyof typeof LOG_TYPES;

/** Who did it: an account, or a bearer of the service key. */
export type Actor = Pick<User, "id" | "email" | "phone" | "raw_user_meta_data" | "is_sso_user">;

export function adminActor(claims: Claims): Actor {
  const email = claims.role ?? "";
  return { id: NIL_UUID, email, phone: "", raw_user_meta_data: null, is_sso_user: false };
}

/** Notes what somebody did, in the transaction in which they did it. */
export async function writeAudit(
  sql: Sql,
  actor: Actor,
  action: AuditAction,
  origin: Origin,
  traits?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const payload = {
    actor_id: actor.id,
    actor_username: actor.phone || actor.email || "",
    actor_name: actor.raw_user_meta_data?.full_name,
    actor_via_sso: actor.is_sso_user,
    action,
    log_type: LOG_TYPES[action],
    traits,
  };
  await sql.run(
    `insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address)
    values ($1, $2, $3, now(), $4)`,
    [NIL_UUID, randomUUID(), JSON.stringify(payload), origin.ip ?? ""],
  );
}
