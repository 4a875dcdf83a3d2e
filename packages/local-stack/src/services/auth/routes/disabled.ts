import { Hono } from "hono";
import { authenticate } from "../authenticate.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { notImplemented } from "../not-implemented.ts";
import { EXTERNAL_PROVIDERS } from "./about.ts";

/** What GoTrue answers where a way of signing in is turned off: none of these is ever on here. */
export function disabledRoute(context: AuthContext): Hono<AuthEnvironment> {
  const off =
    (...refusal: ConstructorParameters<typeof AuthError>) =>
    () => {
      throw new AuthError(...refusal);
    };
  const samlDisabled = off(404, "saml_provider_disabled", "SAML 2.0 is disabled");
  const passkeysDisabled = off(404, "passkey_disabled", "Passkeys are disabled");
  const oauthServerDisabled = off(404, "feature_disabled", "OAuth server is disabled");
  const scimDisabled = off(404, "feature_disabled", "SCIM server is disabled");
  const customProvidersDisabled = off(
    404,
    "feature_disabled",
    "Custom OAuth providers are disabled",
  );

  return new Hono<AuthEnvironment>()
    .get("/authorize", (c) => {
      throw unsupportedProvider(c.req.query("provider") ?? "");
    })
    .all("/callback", off(400, "bad_oauth_callback", "OAuth state parameter missing"))
    .get("/user/identities/authorize", authenticate(context), (c) => {
      requireLinking(context);
      throw unsupportedProvider(c.req.query("provider") ?? "");
    })
    .delete("/user/identities/:id", authenticate(context), (c) => {
      requireLinking(context);
      if (c.get("caller").user.identities.length > 1) throw notImplemented("Removing an identity");
      throw new AuthError(
        422,
        "single_identity_not_deletable",
        "User must have at least 1 identity after unlinking",
      );
    })
    .all("/sso", samlDisabled)
    .all("/sso/*", samlDisabled)
    .all("/admin/sso/*", samlDisabled)
    .all("/passkeys", passkeysDisabled)
    .all("/passkeys/*", passkeysDisabled)
    .all("/admin/users/:id/passkeys", passkeysDisabled)
    .all("/admin/users/:id/passkeys/*", passkeysDisabled)
    .all("/oauth/*", oauthServerDisabled)
    .all("/user/oauth/*", oauthServerDisabled)
    .all("/admin/oauth/*", oauthServerDisabled)
    .all("/.well-known/openid-configuration", oauthServerDisabled)
    .all("/.well-known/oauth-authorization-server", oauthServerDisabled)
    .all("/admin/custom-providers", customProvidersDisabled)
    .all("/admin/custom-providers/*", customProvidersDisabled)
    .all("/scim/*", scimDisabled)
    .all("/admin/audit", () => {
      throw notImplemented("Reading the audit log");
    });
}

function unsupportedProvider(name: string): AuthError {
  const reason = EXTERNAL_PROVIDERS.includes(name)
    ? "provider is not enabled"
    : `Provider ${name} could not be found`;
  return new AuthError(400, "validation_failed", `Unsupported provider: ${reason}`);
}

function requireLinking({ config }: AuthContext): void {
  if (!config.enable_manual_linking) {
    throw new AuthError(404, "manual_linking_disabled", "Manual linking is disabled");
  }
}
