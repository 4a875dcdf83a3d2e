import { Hono } from "hono";
import { z } from "zod";
import { authenticate } from "../authenticate.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { readChallenge } from "../flow-state.ts";
import { readMailRequest } from "../mail-request.ts";
import { requireStrongPassword } from "../password-strength.ts";
import { jsonObject, normalizeEmail, optionalText, rateLimitKey, readBody } from "../request.ts";
import { updateUser } from "../update-user.ts";
import { userJson } from "../users.ts";

const bodySchema = z.object({
  email: optionalText,
  phone: optionalText,
  password: z.string().nullish(),
  current_password: optionalText,
  nonce: optionalText,
  code_challenge: optionalText,
  code_challenge_method: optionalText,
  data: jsonObject.nullish(),
  app_metadata: jsonObject.nullish(),
});

/** `GET /user` and `PUT /user` */
export function userRoute(context: AuthContext): Hono<AuthEnvironment> {
  const { config, limits } = context;
  return new Hono<AuthEnvironment>()
    .get("/user", authenticate(context), (c) => c.json(userJson(c.get("caller").user)))
    .put("/user", authenticate(context), async (c) => {
      limits.userUpdates.take(rateLimitKey(c));
      const caller = c.get("caller");
      const body = await readBody(c, bodySchema);
      const named = body.email === "" ? undefined : normalizeEmail(body.email);
      const email = named === caller.user.email ? undefined : named;
      const password = body.password ?? undefined;
      if (password !== undefined) requireStrongPassword(config, password);
      if (body.phone !== "") {
        throw new AuthError(400, "phone_provider_disabled", "Phone signups are disabled");
      }
      if (body.app_metadata) {
        throw new AuthError(403, "not_admin", "Updating app_metadata requires admin privileges");
      }
      const changes = {
        email,
        password,
        currentPassword: body.current_password,
        nonce: body.nonce,
        data: body.data ?? undefined,
        challenge: readChallenge(body),
      };
      const request = readMailRequest(context, c);
      return c.json(userJson(await updateUser(context, caller, changes, request)));
    });
}
