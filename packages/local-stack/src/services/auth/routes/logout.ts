import { Hono } from "hono";
import { writeAudit } from "../audit.ts";
import { authenticate } from "../authenticate.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { readOrigin } from "../request.ts";
import { endAllSessions, endOtherSessions, endSession } from "../sessions.ts";

/** `POST /logout?scope=global|local|others` */
export function logoutRoute(context: AuthContext): Hono<AuthEnvironment> {
  return new Hono<AuthEnvironment>().post("/logout", authenticate(context), async (c) => {
    const scope = c.req.query("scope") || "global";
    if (!["global", "local", "others"].includes(scope)) {
      throw new AuthError(400, "validation_failed", `Unsupported logout scope "${scope}"`);
    }
    const { user, session } = c.get("caller");
    await context.database.transaction(async (sql) => {
      await writeAudit(sql, user, "logout", readOrigin(c));
      if (session && scope === "local") await endSession(sql, session.id);
      else if (session && scope === "others") await endOtherSessions(sql, user.id, session.id);
      else await endAllSessions(sql, user.id);
    });
    return c.body(null, 204);
  });
}
