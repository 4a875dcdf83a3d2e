import type { HookConfig } from "../auth-config.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import type { AuthMail, MailRequest } from "../mail/deliver.ts";
import { type User, userJson } from "../users.ts";
import { invokeHook } from "./invoke-hook.ts";

/**
 * Leaves the sending of a mail to the project.
 * https://supabase.com/docs/guides/auth/auth-hooks/send-email-hook
 */
export async function sendByHook(
  context: AuthContext,
  sql: Sql,
  {
    hook,
    user,
    mail,
    request,
  }: { hook: HookConfig; user: User; mail: AuthMail; request: MailRequest },
): Promise<void> {
  const [first, second] = mail.parts;
  await invokeHook(context, sql, hook, {
    name: "send-email",
    origin: request.origin,
    payload: {
      user: userJson(user),
      email_data: {
        // Of a change of address, the first part goes to the new one. GoTrue sends the code for the
        // current address as `token`, but the hash for the new one as `token_hash`, and the other way
        // round; hooks are written for that.
        token: second?.code ?? first?.code ?? "",
        token_hash: first?.hash ?? "",
        redirect_to: request.redirectTo,
        email_action_type: mail.action,
        site_url: context.externalUrl,
        token_new: second ? (first?.code ?? "") : "",
        token_hash_new: second?.hash ?? "",
        old_email: mail.values?.OldEmail ?? "",
        old_phone: "",
        provider: "",
        factor_type: mail.values?.FactorType ?? "",
      },
    },
  });
}
