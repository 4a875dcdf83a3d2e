import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError } from "../errors.ts";
import { sendByHook } from "../hooks/send-email.ts";
import type { Origin } from "../request.ts";
import type { User } from "../users.ts";
import type { TemplateName } from "./templates.ts";

/** GoTrue's names of what a mail asks its reader to do; `type` of a link's query. */
export type MailAction =
  | "signup"
  | "invite"
  | "magiclink"
  | "recovery"
  | "email_change"
  | "reauthentication"
  | "password_changed_notification"
  | "email_changed_notification"
  | "mfa_factor_enrolled_notification"
  | "mfa_factor_unenrolled_notification";

/** From where a mail was asked for, and where its link leads in the end. */
export interface MailRequest {
  origin: Origin;
  redirectTo: string;
}

/** One address and what its mail carries. */
export interface MailPart {
  to: string;
  code?: string;
  hash?: string;
}

export interface AuthMail {
  action: MailAction;
  template: TemplateName;
  parts: readonly MailPart[];
  /** Further values of the template. */
  values?: Readonly<Record<string, string>>;
}

/** The link that a mail carries. */
export function confirmationUrl(
  context: Pick<AuthContext, "externalUrl">,
  { hash, action, redirectTo }: { hash: string; action: string; redirectTo: string },
): string {
  // Spelt out rather than by URLSearchParams, so that a plain `redirect_to` stays readable.
  const target = /[&=#%+\s]/.test(redirectTo) ? encodeURIComponent(redirectTo) : redirectTo;
  return `${context.externalUrl}/verify?token=${hash}&type=${action}&redirect_to=${target}`;
}

/** Hands a mail over: to the project's hook, or rendered to the mail server. */
export async function deliver(
  context: AuthContext,
  sql: Sql,
  user: User,
  mail: AuthMail,
  request: MailRequest,
): Promise<void> {
  countMail(context);
  const { action, template, parts, values } = mail;
  const hook = context.config.hook.send_email;
  if (hook) {
    await sendByHook(context, sql, { hook, user, mail, request });
    return;
  }
  const { redirectTo } = request;
  for (const { to, code = "", hash } of parts) {
    const rendered = context.templates[template]({
      SiteURL: context.config.site_url,
      ConfirmationURL:
        hash === undefined ? undefined : confirmationUrl(context, { hash, action, redirectTo }),
      Email: user.email ?? "",
      Token: code,
      TokenHash: hash,
      RedirectTo: redirectTo,
      SendingTo: to,
      Data: user.raw_user_meta_data ?? {},
      ...values,
    });
    try {
      await context.mailer.send(to, rendered, action);
    } catch (cause) {
      throw new AuthError(500, "unexpected_failure", `Error sending ${FAILURES[action]}`, {
        cause,
      });
    }
  }
}

function countMail({ limits }: AuthContext): void {
  try {
    limits.mails?.take("all");
  } catch (cause) {
    const headers = cause instanceof AuthError ? cause.headers : {};
    throw new AuthError(429, "over_email_send_rate_limit", "email rate limit exceeded", {
      headers,
      cause,
    });
  }
}

const FAILURES: Readonly<Record<MailAction, string>> = {
  signup: "confirmation email",
  invite: "invite email",
  magiclink: "magic link email",
  recovery: "recovery email",
  email_change: "email change email",
  reauthentication: "reauthentication email",
  password_changed_notification: "password changed notification email",
  email_changed_notification: "email changed notification email",
  mfa_factor_enrolled_notification: "MFA factor enrolled notification email",
  mfa_factor_unenrolled_notification: "MFA factor unenrolled notification email",
};
