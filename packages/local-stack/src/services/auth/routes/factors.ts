import { type Context, Hono } from "hono";
import { z } from "zod";
import { authenticate } from "../authenticate.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { challengeFactor, verifyFactor } from "../factor-challenges.ts";
import { enrollTotp, type SessionCaller, unenroll } from "../factors.ts";
import { readMailRequest } from "../mail-request.ts";
import { optionalText, readBody, readOrigin } from "../request.ts";
import type { Factor } from "../users.ts";

const enrollSchema = z.object({
  factor_type: optionalText,
  friendly_name: optionalText,
  issuer: optionalText,
});

const verifySchema = z.object({ challenge_id: optionalText, code: optionalText });

const uuidSchema = z.guid();

/** `POST /factors`, `POST /factors/:id/challenge|verify` and `DELETE /factors/:id` */
export function factorsRoute(context: AuthContext): Hono<AuthEnvironment> {
  const { limits, config } = context;
  const requireVerifying = (factor: Factor) => {
    if (factor.factor_type !== "totp" || !config.mfa.totp.verify_enabled) {
      throw new AuthError(
        422,
        "mfa_totp_verify_not_enabled",
        "MFA verification is disabled for TOTP",
      );
    }
  };

  return new Hono<AuthEnvironment>()
    .use("/factors", authenticate(context))
    .use("/factors/*", authenticate(context))
    .post("/factors", async (c) => {
      const caller = requireSession(c);
      const body = await readBody(c, enrollSchema);
      requireEnrolling(context, body.factor_type);
      const { friendly_name: friendlyName, issuer } = body;
      return c.json(await enrollTotp(context, caller, { friendlyName, issuer }, readOrigin(c)));
    })
    .post("/factors/:id/challenge", async (c) => {
      const caller = requireSession(c);
      const factor = requireFactor(caller, c.req.param("id"));
      limits.factors.take(caller.user.id);
      requireVerifying(factor);
      return c.json(await challengeFactor(context, caller, factor, readOrigin(c)));
    })
    .post("/factors/:id/verify", async (c) => {
      const caller = requireSession(c);
      const factor = requireFactor(caller, c.req.param("id"));
      limits.factors.take(caller.user.id);
      const { challenge_id: challengeId, code } = await readBody(c, verifySchema);
      if (code === "") {
        throw new AuthError(400, "validation_failed", "Code needs to be non-empty");
      }
      requireVerifying(factor);
      if (!uuidSchema.safeParse(challengeId).success) {
        throw new AuthError(400, "validation_failed", "challenge_id must be an UUID");
      }
      const request = readMailRequest(context, c);
      return c.json(await verifyFactor(context, caller, factor, { challengeId, code, request }));
    })
    .delete("/factors/:id", async (c) => {
      const caller = requireSession(c);
      const factor = requireFactor(caller, c.req.param("id"));
      await unenroll(context, caller, factor, readMailRequest(context, c));
      return c.json({ id: factor.id });
    });
}

function requireSession(c: Context<AuthEnvironment>): SessionCaller {
  const { session, user, claims } = c.get("caller");
  if (user.is_anonymous || claims.is_anonymous) {
    throw new AuthError(
      403,
      "no_authorization",
      "Anonymous user not allowed to perform these actions",
    );
  }
  if (!session) {
    throw new AuthError(403, "session_not_found", "A second factor belongs to a session");
  }
  return { user, claims, session };
}

function requireFactor({ user }: SessionCaller, id: string): Factor {
  if (!uuidSchema.safeParse(id).success) {
    throw new AuthError(404, "validation_failed", "factor_id must be an UUID");
  }
  const factor = user.factors.find((candidate) => candidate.id === id);
  if (!factor) throw new AuthError(404, "mfa_factor_not_found", "Factor not found");
  return factor;
}

const ENROLLING_DISABLED = {
  totp: ["mfa_totp_enroll_not_enabled", "TOTP"],
  phone: ["mfa_phone_enroll_not_enabled", "Phone"],
  webauthn: ["mfa_webauthn_enroll_not_enabled", "WebAuthn"],
} as const;

function requireEnrolling({ config }: AuthContext, type: string): void {
  if (type !== "totp" && type !== "phone" && type !== "webauthn") {
    throw new AuthError(
      400,
      "validation_failed",
      "factor_type needs to be totp, phone, or webauthn",
    );
  }
  if (type === "totp" && config.mfa.totp.enroll_enabled) return;
  const [code, name] = ENROLLING_DISABLED[type];
  throw new AuthError(422, code, `MFA enroll is disabled for ${name}`);
}
