import type { AuthConfig } from "../auth-config.ts";
import type { AuthContext } from "../context.ts";
import type { User } from "../users.ts";
import { deliver, type MailRequest } from "./deliver.ts";

type Notification = keyof AuthConfig["email"]["notification"];

/**
 * Tells somebody what was changed about their account, where config.toml asks for it. Never in the
 * way of the change itself: it has happened already.
 */
export async function notify(
  context: AuthContext,
  user: User,
  name: Notification,
  request: MailRequest,
  {
    to = user.email ?? "",
    ...values
  }: { to?: string; OldEmail?: string; FactorType?: string } = {},
): Promise<void> {
  if (!context.config.email.notification[name].enabled || to === "") return;
  try {
    await context.mailTransaction((sql) =>
      deliver(
        context,
        sql,
        user,
        { action: `${name}_notification`, template: name, parts: [{ to }], values },
        request,
      ),
    );
  } catch (error) {
    context.log.warn({ err: error }, `the notification ${name} was not sent`);
  }
}
