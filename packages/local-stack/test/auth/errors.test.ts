import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newEmail, PASSWORD, signUp, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  world.auth.request(path, { method: "POST", body, headers });

async function lastMetadata(): Promise<unknown> {
  const { rows } = await world.sql.query(
    "select raw_user_meta_data from auth.users order by created_at desc limit 1",
  );
  return rows[0];
}

describe("the form of an error", () => {
  const wrong = JSON.stringify({ email: "nobody@example.com", password: "wrong" });

  test("is { code, message } since API version 2024-01-01, which the answer repeats", async () => {
    const response = await post("/token?grant_type=password", wrong);

    expect(response.status).toBe(400);
    expect(response.headers.get("x-supabase-api-version")).toBe("2024-01-01");
    expect(response.headers.get("x-sb-error-code")).toBe("invalid_credentials");
    expect(await response.json()).toEqual({
      code: "invalid_credentials",
      message: "Invalid login credentials",
    });
  });

  test.each(["", "2023-12-31", "soon"])(
    "is { code: status, error_code, msg } for the version %j",
    async (version) => {
      const response = await post("/token?grant_type=password", wrong, {
        "x-supabase-api-version": version,
      });

      expect(response.headers.get("x-supabase-api-version")).toBeNull();
      expect(await response.json()).toEqual({
        code: 400,
        error_code: "invalid_credentials",
        msg: "Invalid login credentials",
      });
    },
  );

  test("names the reasons of a weak password in both", async () => {
    const weak = JSON.stringify({ email: newEmail(), password: "weak" });
    const message = "Password should be at least 6 characters.";
    const weak_password = { reasons: ["length"] };

    const recent = await post("/signup", weak);
    expect(await recent.json()).toEqual({ code: "weak_password", message, weak_password });
    const older = await post("/signup", weak, { "x-supabase-api-version": "" });
    expect(await older.json()).toEqual({
      code: 422,
      error_code: "weak_password",
      msg: message,
      weak_password,
    });
  });
});

describe("a body", () => {
  test.each([
    ["nothing", ""],
    ["half of an object", '{"email": '],
    ["a list", "[]"],
    ["null", "null"],
    ["a number for an address", '{"email": 1, "password": "long enough", "refresh_token": 1}'],
  ])("that is %s is bad_json", async (_what, body) => {
    for (const path of [
      "/signup",
      "/token?grant_type=password",
      "/token?grant_type=refresh_token",
    ]) {
      const response = await post(path, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "bad_json" });
    }
  });

  test("with metadata that is no object is bad_json", async () => {
    for (const data of ["[1]", '"text"', "1"]) {
      const response = await post(
        "/signup",
        `{"email":"a@b.c","password":"long enough","data":${data}}`,
      );
      expect(await response.json()).toMatchObject({ code: "bad_json" });
    }
  });

  test.each([
    ["NUL", "a\0b"],
    ["half a surrogate pair", "\ud800"],
  ])("with %s in its metadata is refused, as PostgreSQL would", async (_what, text) => {
    for (const data of [{ name: text }, { [text]: 1 }, { deep: [{ name: text }] }]) {
      const { error } = await world.auth
        .client()
        .auth.signUp({ email: newEmail(), password: PASSWORD, options: { data } });
      expect(error).toMatchObject({ status: 400, code: "validation_failed" });
    }
  });

  test("that nests without end is refused", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

    const response = await post("/signup", `{"email":"a@b.c","data":{"deep":${deep}}}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "validation_failed" });
  });

  test("over a megabyte is refused, whether or not its length is announced", async () => {
    const big = JSON.stringify({ email: "a@b.c", password: "x".repeat(1024 * 1024) });
    const stream = new Blob([big]).stream();

    for (const body of [big, stream]) {
      const response = await world.auth.request("/signup", {
        method: "POST",
        body,
        ...(body === stream ? { duplex: "half" } : {}),
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: "request_entity_too_large" });
    }
  });

  test("cannot bring a prototype along", async () => {
    const response = await post(
      "/signup",
      `{"email":"${newEmail()}","password":"${PASSWORD}",
        "data":{"__proto__":{"role":"owner"},"a":1}}`,
    );

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      user: { user_metadata: { a: 1, email_verified: true } },
    });
    expect(JSON.stringify(await lastMetadata())).not.toContain("owner");
  });
});

describe("an endpoint", () => {
  test.each([
    ["GET", "/authorize?provider=google", 400, "validation_failed", "provider is not enabled"],
    ["GET", "/authorize?provider=x", 400, "validation_failed", "Provider x could not be found"],
    ["GET", "/callback", 400, "bad_oauth_callback", "OAuth state parameter missing"],
    ["POST", "/token?grant_type=id_token", 400, "provider_disabled", "is not enabled"],
    ["POST", "/token?grant_type=web3", 422, "web3_provider_disabled", "Web3 provider is disabled"],
    ["POST", "/sso", 404, "saml_provider_disabled", "SAML 2.0 is disabled"],
    ["GET", "/sso/saml/metadata", 404, "saml_provider_disabled", "SAML 2.0 is disabled"],
    ["POST", "/passkeys/registration/options", 404, "passkey_disabled", "Passkeys are disabled"],
    ["GET", "/oauth/authorize", 404, "feature_disabled", "OAuth server is disabled"],
    ["GET", "/scim/v2/Users", 404, "feature_disabled", "SCIM server is disabled"],
    [
      "GET",
      "/.well-known/openid-configuration",
      404,
      "feature_disabled",
      "OAuth server is disabled",
    ],
  ])(
    "of a way to sign in that is off, %s %s, says so",
    async (method, path, status, code, text) => {
      const response = await world.auth.request(path, {
        method,
        ...(method === "POST" ? { body: '{"provider":"google"}' } : {}),
      });

      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ code, message: expect.stringContaining(text) });
    },
  );

  test.each([
    ["POST", "/otp", { phone: "+4912345678" }],
    ["POST", "/resend", { type: "sms", phone: "+4912345678" }],
    ["POST", "/token?grant_type=password", { phone: "+4912345678", password: "x" }],
  ])("of phones, %s %s, says that they are off", async (method, path, body) => {
    const response = await world.auth.request(path, { method, body: JSON.stringify(body) });

    expect(await response.json()).toMatchObject({ code: "phone_provider_disabled" });
  });

  test("for linking accounts says that this is off", async () => {
    const { client, user } = await signUp(world.auth);

    const linked = await client.auth.linkIdentity({ provider: "google" });
    expect(linked.error?.code).toBe("manual_linking_disabled");
    const [identity] = user.identities ?? [];
    if (!identity) throw new Error("no identity");
    const { error } = await client.auth.unlinkIdentity(identity);
    expect(error?.code).toBe("manual_linking_disabled");
  });

  test("that GoTrue has and we do not is answered 501", async () => {
    const response = await world.auth.request("/admin/audit", {
      headers: {
        "x-supabase-api-version": "",
        authorization: `Bearer ${await world.auth.tokens.sign({ role: "service_role" })}`,
      },
    });

    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({
      code: 501,
      error_code: "not_implemented",
      msg: expect.stringMatching(/is not implemented by this Auth yet$/),
    });
  });

  test("that nobody has is answered 404", async () => {
    const response = await world.auth.request("/nothing");

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  });

  test("/health and /settings ask for nothing", async () => {
    const health = await world.auth.request("/health");
    expect(await health.json()).toMatchObject({ name: "GoTrue" });
    const settings = await world.auth.request("/settings");
    expect(await settings.json()).toMatchObject({
      disable_signup: false,
      mailer_autoconfirm: true,
      external: { email: true, phone: false, anonymous_users: false },
    });
  });

  test("says that anonymous sign-in is off", async () => {
    const { error } = await world.auth.client().auth.signInAnonymously();

    expect(error).toMatchObject({ code: "anonymous_provider_disabled", status: 422 });
  });
});
