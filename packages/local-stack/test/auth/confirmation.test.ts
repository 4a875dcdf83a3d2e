import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  countMails,
  expectOneWinner,
  follow,
  fragment,
  lastMail,
  type MailWorld,
  makeOld,
  startMailWorld,
} from "./mail-support.ts";
import { newEmail, PASSWORD } from "./support.ts";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function signUp(options: { emailRedirectTo?: string; data?: object } = {}) {
  const email = newEmail();
  const client = world.auth.client();
  const { data, error } = await client.auth.signUp({ email, password: PASSWORD, options });
  expect(error).toBeNull();
  expect(data.session).toBeNull();
  return { email, client, user: data.user };
}

describe("the mail of a sign-up", () => {
  test("confirms the address by its link and signs in", async () => {
    const { email, user } = await signUp();
    const mail = await lastMail(world.mail, email);
    expect(mail).toMatchObject({ subject: "Confirm your email address", type: "signup" });

    const target = await follow(mail.link);

    expect(target.origin).toBe("http://127.0.0.1:3000");
    const session = fragment(target);
    expect(session).toMatchObject({ token_type: "bearer", type: "signup", expires_in: "3600" });
    expect([...new URLSearchParams(target.hash.slice(1)).keys()]).toEqual([
      "access_token",
      "expires_at",
      "expires_in",
      "refresh_token",
      "token_type",
      "type",
      "sb",
    ]);
    const { data } = await world.auth.client().auth.getUser(session.access_token);
    expect(data.user?.id).toBe(user?.id);
    expect(data.user?.email_confirmed_at).toBeTypeOf("string");
    expect(data.user?.user_metadata.email_verified).toBe(true);
    expect(data.user?.identities?.[0]?.identity_data?.email_verified).toBe(true);
    const signedIn = await world.auth
      .client()
      .auth.signInWithPassword({ email, password: PASSWORD });
    expect(signedIn.error).toBeNull();
  });

  test.each(["signup", "email"] as const)("confirms by its code, as type %s", async (type) => {
    const { email, client } = await signUp();
    const { code } = await lastMail(world.mail, email);
    expect(code).toMatch(/^\d{6}$/);

    const { data, error } = await client.auth.verifyOtp({ email, token: code, type });

    expect(error).toBeNull();
    const claims = await world.auth.tokens.verify(data.session?.access_token ?? "");
    expect(claims).toMatchObject({ email, amr: [{ method: "otp" }], aal: "aal1" });
  });

  test.each(["signup", "email"] as const)("confirms by its hash, as type %s", async (type) => {
    const { email, client } = await signUp();
    const { hash } = await lastMail(world.mail, email);

    const { data, error } = await client.auth.verifyOtp({ token_hash: hash, type });

    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
  });

  test("is good once", async () => {
    const { email, client } = await signUp();
    const { code, hash, link } = await lastMail(world.mail, email);
    await client.auth.verifyOtp({ email, token: code, type: "signup" });

    const byCode = await client.auth.verifyOtp({ email, token: code, type: "signup" });
    expect(byCode.error).toMatchObject({ status: 403, code: "otp_expired" });
    const byHash = await client.auth.verifyOtp({ token_hash: hash, type: "email" });
    expect(byHash.error).toMatchObject({ status: 403, code: "otp_expired" });
    expect(fragment(await follow(link))).toEqual({
      error: "access_denied",
      error_code: "otp_expired",
      error_description: "Email link is invalid or has expired",
      sb: "",
    });
  });

  test("is good for exactly one of ten that come at once", async () => {
    const { email } = await signUp();
    const { code, hash } = await lastMail(world.mail, email);

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2
          ? world.auth.client().auth.verifyOtp({ email, token: code, type: "email" })
          : world.auth.client().auth.verifyOtp({ token_hash: hash, type: "signup" }),
      ),
    );

    expectOneWinner(answers, "otp_expired");
    const { rows } = await world.sql.query(
      `select count(*)::int as count from auth.sessions s join auth.users u on u.id = s.user_id
      where u.email = $1`,
      [email],
    );
    expect(rows).toEqual([{ count: 1 }]);
  });

  test("expires after otp_expiry", async () => {
    const { email, client } = await signUp();
    const { code, hash, link } = await lastMail(world.mail, email);
    await makeOld(world, email, "confirmation_sent_at");

    const byCode = await client.auth.verifyOtp({ email, token: code, type: "signup" });
    expect(byCode.error?.code).toBe("otp_expired");
    const byHash = await client.auth.verifyOtp({ token_hash: hash, type: "signup" });
    expect(byHash.error?.code).toBe("otp_expired");
    expect(fragment(await follow(link)).error_code).toBe("otp_expired");
    const { rows } = await world.sql.query(
      "select email_confirmed_at from auth.users where email = $1",
      [email],
    );
    expect(rows).toEqual([{ email_confirmed_at: null }]);
  });

  test("is of no use with another address, another type or a changed token", async () => {
    const { email, client } = await signUp();
    const other = await signUp();
    const { code, hash } = await lastMail(world.mail, email);
    const wrongCode = code.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10));

    for (const attempt of [
      { email: other.email, token: code, type: "signup" },
      { email, token: wrongCode, type: "signup" },
      { email, token: code, type: "recovery" },
      { email, token: code, type: "email_change" },
      { token_hash: hash, type: "magiclink" },
      { token_hash: hash, type: "email_change" },
      { token_hash: `${hash.slice(0, -1)}x`, type: "signup" },
      { token_hash: hash.toUpperCase(), type: "signup" },
      { token_hash: `pkce_${hash}`, type: "signup" },
    ] as const) {
      const { error } = await client.auth.verifyOtp(attempt);
      expect(error?.code).toBe("otp_expired");
    }
    expect((await client.auth.verifyOtp({ email, token: code, type: "signup" })).error).toBeNull();
  });

  test("does not sign in who was banned, and tells only whoever has it", async () => {
    const { email, client } = await signUp();
    const { code } = await lastMail(world.mail, email);
    await world.sql.query("update auth.users set banned_until = 'infinity' where email = $1", [
      email,
    ]);

    const right = await client.auth.verifyOtp({ email, token: code, type: "signup" });
    expect(right.error).toMatchObject({ status: 403, code: "user_banned" });
    const wrong = await client.auth.verifyOtp({ email, token: "000000", type: "signup" });
    expect(wrong.error?.code).toBe("otp_expired");
  });

  test("is not used up by a scanner that asks what the link is", async () => {
    const { email } = await signUp();
    const { link } = await lastMail(world.mail, email);

    expect((await fetch(link, { method: "HEAD", redirect: "manual" })).status).toBe(405);
    expect(fragment(await follow(link)).access_token).toBeTypeOf("string");
  });
});

describe("a repeated sign-up and a resend", () => {
  test("mail again, and only the last mail counts", async () => {
    const { email, client } = await signUp();
    const first = await lastMail(world.mail, email);

    await world.auth.client().auth.signUp({ email, password: PASSWORD });
    const second = await lastMail(world.mail, email);
    const { error } = await client.auth.resend({ type: "signup", email });
    expect(error).toBeNull();
    const third = await lastMail(world.mail, email);

    for (const { hash } of [first, second]) {
      const answer = await client.auth.verifyOtp({ token_hash: hash, type: "signup" });
      expect(answer.error?.code).toBe("otp_expired");
    }
    const { error: none } = await client.auth.verifyOtp({ token_hash: third.hash, type: "signup" });
    expect(none).toBeNull();
  });

  test("send nothing to a confirmed or unknown address, and do not say so", async () => {
    const { email, client } = await signUp();
    const { hash } = await lastMail(world.mail, email);
    await client.auth.verifyOtp({ token_hash: hash, type: "signup" });
    const before = await countMails(world.mail, email);

    for (const address of [email, newEmail()]) {
      expect((await client.auth.resend({ type: "signup", email: address })).error).toBeNull();
    }
    await world.auth.client().auth.signUp({ email, password: "another password" });

    expect(await countMails(world.mail, email)).toBe(before);
  });

  test("wait for max_frequency", async () => {
    await using auth = await world.startAuth({
      toml: '[auth.email]\nenable_confirmations = true\nmax_frequency = "1h"',
    });
    const email = newEmail();
    await auth.client().auth.signUp({ email, password: PASSWORD });

    const repeated = await auth.client().auth.signUp({ email, password: PASSWORD });
    expect(repeated.error).toMatchObject({
      status: 429,
      code: "over_email_send_rate_limit",
      message: expect.stringMatching(/you can only request this after 3[56]\d\d seconds/),
    });
    const resent = await auth.client().auth.resend({ type: "signup", email });
    expect(resent.error?.code).toBe("over_email_send_rate_limit");
    expect(await countMails(world.mail, email)).toBe(1);
  });
});

describe("when a mail cannot be sent", () => {
  test("nothing is left of the sign-up", async () => {
    const email = newEmail();
    await world.mail.behave({ fail: { status: 500, times: 1 } });

    const failed = await world.auth.client().auth.signUp({ email, password: PASSWORD });

    expect(failed.error).toMatchObject({
      status: 500,
      message: "Error sending confirmation email",
    });
    const { rows } = await world.sql.query("select 1 from auth.users where email = $1", [email]);
    expect(rows).toEqual([]);
    const again = await world.auth.client().auth.signUp({ email, password: PASSWORD });
    expect(again.error).toBeNull();
  });

  test("a slow mail server does not keep others from signing in", async () => {
    const { email, client } = await signUp();
    const { hash } = await lastMail(world.mail, email);
    await client.auth.verifyOtp({ token_hash: hash, type: "signup" });
    await world.mail.behave({ delay_ms: 1500 });

    let waiting = true;
    const slow = Promise.all(
      Array.from({ length: 20 }, () =>
        world.auth.client().auth.signUp({ email: newEmail(), password: PASSWORD }),
      ),
    ).then((answers) => {
      waiting = false;
      return answers;
    });
    const quick = await world.auth.client().auth.signInWithPassword({ email, password: PASSWORD });

    expect(quick.error).toBeNull();
    expect(waiting).toBe(true);
    await world.mail.behave({});
    for (const { error } of await slow) expect(error).toBeNull();
  });
});

describe("a request to verify", () => {
  test.each([
    [{ token_hash: "x" }, "Verify requires a verification type"],
    [{ type: "signup" }, "Verify requires either a token or a token hash"],
    [{ type: "signup", token: "1", token_hash: "x" }, "Verify requires either a token"],
    [{ type: "signup", token: "123456" }, "Only an email address or phone number"],
    [{ type: "signup", token: "123456", email: "nobody" }, "invalid format"],
    [{ type: "signup", token_hash: "x", email: "a@b.co" }, "Only the token_hash and type"],
    [{ type: "toString", token_hash: "x" }, "Invalid email verification type"],
  ])("with %j is refused", async (body, message) => {
    const response = await world.auth.request("/verify", {
      method: "POST",
      body: JSON.stringify(body),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code: "validation_failed",
      message: expect.stringContaining(message),
    });
  });

  test("by a link without token or type is refused where it stands", async () => {
    for (const query of ["", "?type=signup", "?token=x"]) {
      const response = await world.auth.request(`/verify${query}`, { redirect: "manual" });
      expect(response.status).toBe(400);
    }
    const odd = await world.auth.request("/verify?type=odd&token=x", { redirect: "manual" });
    expect(fragment(new URL(odd.headers.get("location") ?? "")).error).toBe("invalid_request");
  });

  test("is limited by token_verifications", async () => {
    await using auth = await world.startAuth({
      toml: "[auth.rate_limit]\ntoken_verifications = 2",
    });
    const attempt = () =>
      auth.client().auth.verifyOtp({ email: newEmail(), token: "123456", type: "email" });

    expect((await attempt()).error?.code).toBe("otp_expired");
    expect((await attempt()).error?.code).toBe("otp_expired");
    expect((await attempt()).error).toMatchObject({
      status: 429,
      code: "over_request_rate_limit",
    });
  });
});
