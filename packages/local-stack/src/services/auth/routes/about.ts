import { Hono } from "hono";
import { type AuthContext, type AuthEnvironment, isEmailEnabled } from "../context.ts";

/** Sign-in by accounts elsewhere, none of which this Auth offers. */
export const EXTERNAL_PROVIDERS: readonly string[] = [
  "apple",
  "azure",
  "bitbucket",
  "discord",
  "facebook",
  "figma",
  "fly",
  "github",
  "gitlab",
  "google",
  "kakao",
  "keycloak",
  "linkedin",
  "linkedin_oidc",
  "notion",
  "slack",
  "slack_oidc",
  "snapchat",
  "spotify",
  "twitch",
  "twitter",
  "workos",
  "zoom",
];

/** What anybody may know: `GET /health`, `/settings` and `/.well-known/jwks.json`. */
export function aboutRoute({ config, tokens }: AuthContext): Hono<AuthEnvironment> {
  const settings = {
    external: {
      ...Object.fromEntries(EXTERNAL_PROVIDERS.map((name) => [name, false])),
      anonymous_users: config.enable_anonymous_sign_ins,
      email: isEmailEnabled(config),
      phone: false,
    },
    disable_signup: !config.enable_signup,
    mailer_autoconfirm: !config.email.enable_confirmations,
    phone_autoconfirm: false,
    sms_provider: "",
    saml_enabled: false,
    saml_private_key_next_configured: false,
    passkeys_enabled: false,
  };
  return new Hono<AuthEnvironment>()
    .get("/health", (c) =>
      c.json({
        version: "local-stack",
        name: "GoTrue",
        description: "Accounts and sessions of an embedded Supabase, by GoTrue's interface",
      }),
    )
    .get("/settings", (c) => c.json(settings))
    .get("/.well-known/jwks.json", (c) =>
      c.json(tokens.publicKeys(), 200, { "cache-control": "public, max-age=600" }),
    );
}
