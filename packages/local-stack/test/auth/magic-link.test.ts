import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CONFIRMING,
  countMails,
  expectOneWinner,
  follow,
  fragment,
  lastMail,
  type MailWorld,
  makeOld,
  NOT_CONFIRMING,
  startMailWorld,
} from "./mail-support.ts";
import { newEmail, PASSWORD, signUp, type TestAuth } from "./support.ts";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: NOT_CONFIRMING });
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (email: string, options: object = {}, auth: TestAuth = world.auth) =>
  auth.client().auth.signInWithOtp({ email, options });

describe("signInWithOtp", () => {
  test.each(["email", "magiclink"] as const)("signs in by the code, as type %s", async (type) => {
    const { email, user } = await signUp(world.auth);
    expect((await ask(email)).error).toBeNull();
    const { code, subject } = await lastMail(world.mail, email);
    expect(subject).toBe("Your sign-in link");

    const { data, error } = await world.auth.client().auth.verifyOtp({ email, token: code, type });

    expect(error).toBeNull();
    expect(data.user?.id).toBe(user.id);
    expect(await world.auth.tokens.verify(data.session?.access_token ?? "")).toMatchObject({
      amr: [{ method: "otp" }],
    });
  });

  test("signs in by the link", async () => {
    const { email } = await signUp(world.auth);
    await ask(email);
    const { link, type } = await lastMail(world.mail, email);

    expect(type).toBe("magiclink");
    expect(fragment(await follow(link))).toMatchObject({ type: "magiclink", token_type: "bearer" });
    expect(fragment(await follow(link)).error_code).toBe("otp_expired");
  });

  test("makes an account for a new address, with what was said of it", async () => {
    const email = newEmail();

    const { data, error } = await ask(email, { data: { full_name: "Ada" } });

    expect(error).toBeNull();
    expect(data).toEqual({ user: null, session: null });
    const { code } = await lastMail(world.mail, email);
    const verified = await world.auth
      .client()
      .auth.verifyOtp({ email, token: code, type: "email" });
    expect(verified.data.user?.user_metadata).toMatchObject({ full_name: "Ada" });
    const byPassword = await world.auth.client().auth.signInWithPassword({ email, password: "" });
    expect(byPassword.error?.code).toBe("invalid_credentials");
  });

  test("makes none with shouldCreateUser = false, and says so", async () => {
    const email = newEmail();

    const { error } = await ask(email, { shouldCreateUser: false });

    expect(error).toMatchObject({ status: 422, code: "otp_disabled" });
    expect(await countMails(world.mail, email)).toBe(0);
    const { rows } = await world.sql.query("select 1 from auth.users where email = $1", [email]);
    expect(rows).toEqual([]);
  });

  test("makes none where sign-ups are closed, and still mails who has one", async () => {
    const { email } = await signUp(world.auth);
    await using auth = await world.startAuth({ toml: "[auth]\nenable_signup = false" });

    expect((await ask(newEmail(), {}, auth)).error?.code).toBe("signup_disabled");
    expect((await ask(email, {}, auth)).error).toBeNull();
    expect(await countMails(world.mail, email)).toBe(1);
  });

  test("confirms a newcomer's address first, where addresses are confirmed", async () => {
    await using auth = await world.startAuth({ toml: CONFIRMING });
    const email = newEmail();
    await ask(email, {}, auth);
    const { code, type } = await lastMail(world.mail, email);
    expect(type).toBe("signup");

    const { data } = await auth.client().auth.verifyOtp({ email, token: code, type: "email" });

    expect(data.user?.email_confirmed_at).toBeTypeOf("string");
    await ask(email, {}, auth);
    expect((await lastMail(world.mail, email)).type).toBe("magiclink");
  });

  test("confirms an address that is not confirmed yet, once the mail was read", async () => {
    const email = newEmail();
    await world.sql.query(
      `insert into auth.users (instance_id, id, aud, role, email, raw_app_meta_data)
      values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
        'authenticated', $1, '{}')`,
      [email],
    );
    await ask(email);
    const confirmed = async () => {
      const { rows } = await world.sql.query(
        "select email_confirmed_at is not null as confirmed from auth.users where email = $1",
        [email],
      );
      return rows[0].confirmed;
    };
    expect(await confirmed()).toBe(false);

    const { hash } = await lastMail(world.mail, email);
    const { error } = await world.auth.client().auth.verifyOtp({ token_hash: hash, type: "email" });

    expect(error).toBeNull();
    expect(await confirmed()).toBe(true);
  });

  test("makes one account and loses no mail of ten requests at once", async () => {
    const email = newEmail();

    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(email)));

    for (const { error } of answers) expect(error).toBeNull();
    const { rows } = await world.sql.query(
      "select count(*)::int as count from auth.users where email = $1",
      [email],
    );
    expect(rows).toEqual([{ count: 1 }]);
    expect(await countMails(world.mail, email)).toBeGreaterThan(0);
  });

  test("mails once of many requests within max_frequency", async () => {
    await using auth = await world.startAuth({ toml: '[auth.email]\nmax_frequency = "1m"' });
    const { email } = await signUp(auth);

    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(email, {}, auth)));

    expectOneWinner(answers, "over_email_send_rate_limit");
    expect(await countMails(world.mail, email)).toBe(1);
  });

  test("follows otp_length and otp_expiry", async () => {
    await using auth = await world.startAuth({
      toml: '[auth.email]\nmax_frequency = "0s"\notp_length = 8\notp_expiry = 60',
    });
    const { email } = await signUp(auth);
    await ask(email, {}, auth);
    const { code } = await lastMail(world.mail, email);
    expect(code).toMatch(/^\d{8}$/);

    await makeOld(world, email, "recovery_sent_at");
    const { error } = await auth.client().auth.verifyOtp({ email, token: code, type: "email" });
    expect(error?.code).toBe("otp_expired");
  });

  test("is refused for what is no address, and where e-mail is off", async () => {
    expect((await ask("nobody")).error?.code).toBe("validation_failed");
    await using auth = await world.startAuth({ toml: "[auth.email]\nenabled = false" });
    expect((await ask(newEmail(), {}, auth)).error?.code).toBe("email_provider_disabled");
  });

  test("is limited by sign_in_sign_ups, apart from signing in", async () => {
    await using auth = await world.startAuth({ toml: "[auth.rate_limit]\nsign_in_sign_ups = 1" });
    await ask(newEmail(), {}, auth);

    expect((await ask(newEmail(), {}, auth)).error?.code).toBe("over_request_rate_limit");
    const other = await auth.client().auth.signUp({ email: newEmail(), password: PASSWORD });
    expect(other.error).toBeNull();
  });
});

test("email_sent limits the mails of a project with a mail server of its own", async () => {
  await using auth = await world.startAuth({
    toml: `[auth.rate_limit]\nemail_sent = 2\nsign_in_sign_ups = 100
      [auth.email]\nmax_frequency = "0s"\n[auth.email.smtp]\nenabled = true`,
  });

  expect((await ask(newEmail(), {}, auth)).error).toBeNull();
  expect((await ask(newEmail(), {}, auth)).error).toBeNull();
  expect((await ask(newEmail(), {}, auth)).error).toMatchObject({
    status: 429,
    code: "over_email_send_rate_limit",
  });
});
