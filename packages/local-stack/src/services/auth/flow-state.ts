import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Sql, timestamp } from "./database.ts";
import { AuthError } from "./errors.ts";
import type { SignInMethod } from "./sessions.ts";

/** How long a code may be traded for a session after it was given out. */
const CODE_LIFETIME_MS = 5 * 60 * 1000;

/** `code_challenge` of a request: who asked proves later that they did (RFC 7636). */
export interface CodeChallenge {
  challenge: string;
  method: "s256" | "plain";
}

/** The challenge that a request carries, if any; half of one is refused. */
export function readChallenge(body: {
  code_challenge: string;
  code_challenge_method: string;
}): CodeChallenge | undefined {
  const { code_challenge: challenge } = body;
  const method = body.code_challenge_method.toLowerCase();
  if ((challenge === "") !== (method === "")) {
    throw invalid("PKCE flow requires code_challenge_method and code_challenge");
  }
  if (challenge === "") return undefined;
  if (challenge.length < 43 || challenge.length > 128) {
    throw invalid("code challenge has to be between 43 and 128 characters");
  }
  if (!/^[a-zA-Z._~0-9-]+$/.test(challenge)) {
    throw invalid(
      "code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes",
    );
  }
  if (method !== "s256" && method !== "plain") {
    throw invalid(`unsupported code_challenge method "${method}"`);
  }
  return { challenge, method };
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}

/** Methods of sign-in that begin with a mail and may end with a code. */
export const mailFlowMethod = z.enum([
  "email/signup",
  "magiclink",
  "recovery",
  "email_change",
  "invite",
]);
export type MailFlowMethod = z.output<typeof mailFlowMethod>;

export async function startFlow(
  sql: Sql,
  userId: string,
  method: MailFlowMethod,
  { challenge, method: challengeMethod }: CodeChallenge,
): Promise<void> {
  await sql.run(
    `delete from auth.flow_state
    where user_id = $1 and created_at < now() - interval '1 day'`,
    [userId],
  );
  await sql.run(
    `insert into auth.flow_state
      (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
        authentication_method, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $6, now(), now())`,
    [randomUUID(), userId, randomUUID(), challengeMethod, challenge, method],
  );
}

/** The code of the account's latest flow of this kind, valid from now on. */
export async function issueCode(sql: Sql, userId: string, method: MailFlowMethod): Promise<string> {
  const issued = await sql.first(
    z.object({ auth_code: z.string() }),
    `update auth.flow_state
    set auth_code_issued_at = now(), updated_at = now()
    where id = (
      select id
      from auth.flow_state
      where user_id = $1 and authentication_method = $2 and code_challenge is not null
      order by created_at desc
      limit 1
    )
    returning auth_code`,
    [userId, method],
  );
  if (!issued) {
    throw new AuthError(
      422,
      "flow_state_not_found",
      "No associated flow state found. No valid flow state found for user.",
    );
  }
  return issued.auth_code;
}

const flowSchema = z.object({
  user_id: z.string().nullable(),
  code_challenge: z.string().nullable(),
  code_challenge_method: z.enum(["s256", "plain"]).nullable(),
  authentication_method: mailFlowMethod,
  auth_code_issued_at: timestamp,
});

/**
 * Trades a code in: whose it is, and how they signed in. The row is locked, so that of two trades at
 * once the second finds none. A wrong verifier leaves the code to whom it belongs.
 */
export async function redeemCode(
  sql: Sql,
  code: string,
  verifier: string,
): Promise<{ userId: string; method: SignInMethod }> {
  const flow = await sql.first(
    flowSchema,
    `select user_id, code_challenge, code_challenge_method, authentication_method,
      auth_code_issued_at
    from auth.flow_state
    where auth_code = $1
    for update`,
    [code],
  );
  if (!flow?.user_id || flow.auth_code_issued_at === null) {
    throw new AuthError(
      404,
      "flow_state_not_found",
      "invalid flow state, no valid flow state found",
    );
  }
  if (Date.now() - flow.auth_code_issued_at.getTime() > CODE_LIFETIME_MS) {
    throw new AuthError(422, "flow_state_expired", "invalid flow state, flow state has expired");
  }
  if (!matches(flow.code_challenge ?? "", flow.code_challenge_method, verifier)) {
    throw new AuthError(
      400,
      "bad_code_verifier",
      "code challenge does not match previously saved code verifier",
    );
  }
  await sql.run("delete from auth.flow_state where auth_code = $1", [code]);
  return { userId: flow.user_id, method: flow.authentication_method };
}

function matches(challenge: string, method: string | null, verifier: string): boolean {
  const answer =
    method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  const [expected, actual] = [Buffer.from(challenge), Buffer.from(answer)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
