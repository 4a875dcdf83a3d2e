import { randomUUID } from "node:crypto";
import type { AuthContext } from "./context.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import { approveNewUser } from "./hooks/before-user-created.ts";
import { insertNewUser } from "./new-user.ts";
import type { Origin } from "./request.ts";
import type { SessionJson } from "./session-response.ts";
import { openSession, stampSignIn } from "./sign-in.ts";

/** An account without address or password, for as long as its session lasts or until it gets one. */
export async function signUpAnonymously(
  context: AuthContext,
  data: Readonly<Record<string, unknown>>,
  origin: Origin,
): Promise<SessionJson> {
  const newUser = { id: randomUUID(), isAnonymous: true, appMetadata: {}, userMetadata: data };
  try {
    return await context.database.transaction(async (sql) => {
      await approveNewUser(context, sql, newUser, origin);
      await insertNewUser(sql, newUser);
      await stampSignIn(sql, newUser.id);
      return openSession(context, sql, newUser.id, "anonymous", origin);
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    throw databaseFailure("Database error creating anonymous user", error);
  }
}
