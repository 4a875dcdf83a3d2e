import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signUp, startAuth, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("an access token carries GoTrue's claims", async () => {
  const { session, user, email } = await signUp(world.auth, { full_name: "Ada" });

  const claims = await world.auth.tokens.verify(session.access_token);

  const now = Math.floor(Date.now() / 1000);
  expect(claims).toEqual({
    iss: `${world.auth.url}/auth/v1`,
    sub: user.id,
    aud: "authenticated",
    exp: session.expires_at,
    iat: expect.any(Number),
    email,
    phone: "",
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: { full_name: "Ada", email_verified: true },
    role: "authenticated",
    aal: "aal1",
    amr: [{ method: "password", timestamp: expect.any(Number) }],
    session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    is_anonymous: false,
  });
  expect(claims.exp).toBe((claims.iat ?? 0) + 3600);
  expect(Math.abs((claims.iat ?? 0) - now)).toBeLessThanOrEqual(60);
});

test("a client verifies tokens by itself with the published keys", async () => {
  const { client, user } = await signUp(world.auth);

  const { data, error } = await client.auth.getClaims();

  expect(error).toBeNull();
  expect(data?.claims.sub).toBe(user.id);
  expect(data?.header.alg).toBe("ES256");
});

test("the key set holds public keys only, and may be cached", async () => {
  const response = await world.auth.request("/.well-known/jwks.json");

  expect(response.headers.get("cache-control")).toBe("public, max-age=600");
  const body = await response.json();
  expect(body).toEqual(world.auth.tokens.publicKeys());
  expect(JSON.stringify(body)).not.toMatch(/"d":|"k":/);
});

describe("with the shared secret", () => {
  test("signs HS256, publishes no key, and clients ask the server", async () => {
    await using auth = await startAuth(world.database, { algorithm: "HS256" });
    const { client, user } = await signUp(auth);

    const { data, error } = await client.auth.getClaims();

    expect(error).toBeNull();
    expect(data?.claims.sub).toBe(user.id);
    expect(data?.header.alg).toBe("HS256");
    const keys = await auth.request("/.well-known/jwks.json");
    expect(await keys.json()).toEqual({ keys: [] });
  });
});

test("jwt_expiry and jwt_issuer are those of config.toml", async () => {
  const toml = '[auth]\njwt_expiry = 120\njwt_issuer = "https://issuer.example.com"';
  await using auth = await startAuth(world.database, { toml });

  const { session } = await signUp(auth);

  expect(session.expires_in).toBe(120);
  expect(await auth.tokens.verify(session.access_token)).toMatchObject({
    iss: "https://issuer.example.com",
  });
});

test("a verified second factor in the session lifts the token to aal2", async () => {
  const { session, user } = await signUp(world.auth);
  await world.sql.query(
    `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
    select gen_random_uuid(), id, now(), now() + interval '5 seconds', 'totp'
    from auth.sessions where user_id = $1`,
    [user.id],
  );

  const { data } = await world.auth
    .client()
    .auth.refreshSession({ refresh_token: session.refresh_token });

  expect(await world.auth.tokens.verify(data.session?.access_token ?? "")).toMatchObject({
    aal: "aal2",
    amr: [{ method: "totp" }, { method: "password" }],
  });
});
