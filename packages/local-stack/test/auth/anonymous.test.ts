import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CONFIRMING,
  lastMail,
  type MailWorld,
  NOT_CONFIRMING,
  startMailWorld,
} from "./mail-support.ts";
import { newEmail, PASSWORD, signUp, type TestAuth } from "./support.ts";

const ON = "[auth]\nenable_anonymous_sign_ins = true\n";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: ON + NOT_CONFIRMING });
});
afterAll(() => world[Symbol.asyncDispose]());

async function anonymous(auth: TestAuth = world.auth, data = {}) {
  const client = auth.client();
  const { data: made, error } = await client.auth.signInAnonymously({ options: { data } });
  expect(error).toBeNull();
  if (!made.user || !made.session) throw new Error("no session");
  return { client, user: made.user, session: made.session };
}

describe("an anonymous sign-in", () => {
  test("gives an account without address, which says what it is", async () => {
    const { client, user, session } = await anonymous(world.auth, { theme: "dark" });

    expect(user).toMatchObject({ is_anonymous: true, email: "", user_metadata: { theme: "dark" } });
    expect(user.app_metadata).toEqual({});
    expect(user.identities).toEqual([]);
    expect(await world.auth.tokens.verify(session.access_token)).toMatchObject({
      role: "authenticated",
      is_anonymous: true,
      amr: [{ method: "anonymous" }],
    });
    expect((await client.auth.refreshSession()).error).toBeNull();
    const { rows } = await world.sql.query("select email from auth.users where id = $1", [user.id]);
    expect(rows).toEqual([{ email: null }]);
  });

  test("becomes permanent by an address, without confirmation where none is needed", async () => {
    const { client, user } = await anonymous();
    const email = newEmail();

    const { data, error } = await client.auth.updateUser({ email, password: PASSWORD });

    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      id: user.id,
      email,
      is_anonymous: false,
      app_metadata: { provider: "email", providers: ["email"] },
      identities: [{ provider: "email", email }],
    });
    const signedIn = await world.auth
      .client()
      .auth.signInWithPassword({ email, password: PASSWORD });
    expect(signedIn.data.user?.id).toBe(user.id);
  });

  test("becomes permanent once the mail was read, where addresses are confirmed", async () => {
    await using auth = await world.startAuth({ toml: ON + CONFIRMING });
    const { client, user } = await anonymous(auth);
    const email = newEmail();

    const asked = await client.auth.updateUser({ email });
    expect(asked.data.user).toMatchObject({ is_anonymous: true, new_email: email });
    const { code } = await lastMail(world.mail, email);
    const { data, error } = await client.auth.verifyOtp({
      email,
      token: code,
      type: "email_change",
    });

    expect(error).toBeNull();
    expect(data.user).toMatchObject({ id: user.id, email, is_anonymous: false });
    expect(await auth.tokens.verify(data.session?.access_token ?? "")).toMatchObject({
      is_anonymous: false,
    });
  });

  test("cannot take another account's address, or a password without one", async () => {
    const other = await signUp(world.auth);
    const { client } = await anonymous();

    const taken = await client.auth.updateUser({ email: other.email });
    expect(taken.error?.code).toBe("email_exists");
    const { error } = await client.auth.updateUser({ password: PASSWORD });
    expect(error).toMatchObject({ status: 422, code: "validation_failed" });
  });

  test("cannot have a second factor, nor be asked to prove itself", async () => {
    const { client } = await anonymous();

    const { error } = await client.auth.mfa.enroll({ factorType: "totp" });
    expect(error).toMatchObject({ status: 403, code: "no_authorization" });
    expect((await client.auth.reauthenticate()).error?.code).toBe("validation_failed");
  });

  test("is limited by anonymous_users, counted apart from sign-ups", async () => {
    await using auth = await world.startAuth({
      toml: `${ON}[auth.rate_limit]\nanonymous_users = 2`,
    });
    await anonymous(auth);
    await anonymous(auth);

    const { error } = await auth.client().auth.signInAnonymously();
    expect(error).toMatchObject({ status: 429, code: "over_request_rate_limit" });
    await signUp(auth);
  });

  test("is closed with sign-ups, and told in the settings", async () => {
    await using auth = await world.startAuth({ toml: `${ON}enable_signup = false` });

    expect((await auth.client().auth.signInAnonymously()).error?.code).toBe("signup_disabled");
    const settings = await world.auth.request("/settings");
    expect(await settings.json()).toMatchObject({ external: { anonymous_users: true } });
  });
});
