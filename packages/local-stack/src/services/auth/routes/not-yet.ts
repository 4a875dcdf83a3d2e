import { Hono } from "hono";
import type { AuthEnvironment } from "../context.ts";
import { notImplemented } from "../not-implemented.ts";

/** GoTrue's other endpoints. A feature that is built takes its line out of here. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  "Password recovery": ["/recover"],
  "Sign-in by mailed link or code": ["/otp", "/magiclink", "/verify"],
  "Sending a confirmation again": ["/resend"],
  Reauthentication: ["/reauthenticate"],
  Invitation: ["/invite"],
  "The admin interface": ["/admin/*"],
  "A second factor": ["/factors", "/factors/*"],
  "Sign-in by an account elsewhere": ["/authorize", "/callback", "/user/identities/*"],
  "Single sign-on": ["/sso", "/sso/*"],
  Passkeys: ["/passkeys", "/passkeys/*"],
  "The OAuth server": [
    "/oauth/*",
    "/user/oauth/*",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
  ],
  Provisioning: ["/scim/*"],
};

export function notYetRoute(): Hono<AuthEnvironment> {
  const routes = new Hono<AuthEnvironment>();
  for (const [feature, paths] of Object.entries(FEATURES)) {
    for (const path of paths) {
      routes.all(path, () => {
        throw notImplemented(feature);
      });
    }
  }
  return routes;
}
