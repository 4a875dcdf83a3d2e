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
  world = await startMailWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function confirmedPerson(auth: TestAuth = world.auth) {
  const email = newEmail();
  const client = auth.client();
  await client.auth.signUp({ email, password: PASSWORD });
  const { hash } = await lastMail(world.mail, email);
  const { data, error } = await client.auth.verifyOtp({ token_hash: hash, type: "signup" });
  expect(error).toBeNull();
  return { email, client, session: data.session, user: data.user };
}

async function askForChange(auth?: TestAuth) {
  const person = await confirmedPerson(auth);
  const next = newEmail();
  const { data, error } = await person.client.auth.updateUser({ email: next.toUpperCase() });
  expect(error).toBeNull();
  expect(data.user).toMatchObject({ email: person.email, new_email: next });
  return { ...person, next };
}

async function emailOf(id: string | undefined): Promise<string> {
  const { rows } = await world.sql.query("select email from auth.users where id = $1", [id]);
  return rows[0].email;
}

describe("a change of address that both have to confirm", () => {
  test.each(["current first", "new first"])("counts when both have, the %s", async (order) => {
    const { email, next, client, user } = await askForChange();
    const addresses = order === "new first" ? [next, email] : [email, next];
    const [first = "", second = ""] = addresses;
    const firstMail = await lastMail(world.mail, first);
    const secondMail = await lastMail(world.mail, second);
    expect(firstMail.code).not.toBe(secondMail.code);

    const half = await world.auth.request("/verify", {
      method: "POST",
      body: JSON.stringify({ email: first, token: firstMail.code, type: "email_change" }),
    });
    expect(await half.json()).toEqual({
      code: "200",
      msg: expect.stringContaining("proceed to confirm link sent to the other email"),
    });
    expect(await emailOf(user?.id)).toBe(email);

    const { data, error } = await client.auth.verifyOtp({
      email: second,
      token: secondMail.code,
      type: "email_change",
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ id: user?.id, email: next });
    expect(data.user?.new_email).toBeUndefined();
    expect(data.user?.identities).toMatchObject([
      { email: next, identity_data: { email: next, email_verified: true } },
    ]);
    const signIn = (address: string) =>
      world.auth.client().auth.signInWithPassword({ email: address, password: PASSWORD });
    expect((await signIn(next)).error).toBeNull();
    expect((await signIn(email)).error?.code).toBe("invalid_credentials");
  });

  test("works by the two links", async () => {
    const { email, next, user } = await askForChange();
    const currentLink = (await lastMail(world.mail, email)).link;
    const nextLink = (await lastMail(world.mail, next)).link;

    expect(fragment(await follow(nextLink)).message).toContain("proceed to confirm link");
    expect(fragment(await follow(currentLink))).toMatchObject({ type: "email_change" });
    expect(await emailOf(user?.id)).toBe(next);
  });

  test("does not count when one address confirms twice", async () => {
    const { email, next, client, user } = await askForChange();
    const { hash } = await lastMail(world.mail, next);
    const verify = () => client.auth.verifyOtp({ token_hash: hash, type: "email_change" });

    await verify();
    expect((await verify()).error?.code).toBe("otp_expired");
    expect(await emailOf(user?.id)).toBe(email);
  });

  test("changes once of many confirmations at once", async () => {
    const { email, next, client, user } = await askForChange();
    const first = await lastMail(world.mail, email);
    await client.auth.verifyOtp({ token_hash: first.hash, type: "email_change" });
    const { hash } = await lastMail(world.mail, next);

    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.auth.client().auth.verifyOtp({ token_hash: hash, type: "email_change" }),
      ),
    );

    expectOneWinner(answers, "otp_expired");
    expect(await emailOf(user?.id)).toBe(next);
  });

  test("expires, and gives way to a later one", async () => {
    const { email, next, client, user } = await askForChange();
    const before = await lastMail(world.mail, next);
    const other = newEmail();
    await client.auth.updateUser({ email: other });

    const old = await client.auth.verifyOtp({ token_hash: before.hash, type: "email_change" });
    expect(old.error?.code).toBe("otp_expired");
    await makeOld(world, email, "email_change_sent_at");
    const late = await lastMail(world.mail, other);
    const expired = await client.auth.verifyOtp({ token_hash: late.hash, type: "email_change" });
    expect(expired.error?.code).toBe("otp_expired");
    expect(await emailOf(user?.id)).toBe(email);
  });

  test("is refused when somebody else took the address meanwhile", async () => {
    const { email, next, client, user } = await askForChange();
    const current = await lastMail(world.mail, email);
    const fresh = await lastMail(world.mail, next);
    await client.auth.verifyOtp({ token_hash: current.hash, type: "email_change" });
    await world.auth.client().auth.signUp({ email: next, password: PASSWORD });

    const { error } = await client.auth.verifyOtp({
      token_hash: fresh.hash,
      type: "email_change",
    });

    expect(error).toMatchObject({ status: 422, code: "email_exists" });
    expect(await emailOf(user?.id)).toBe(email);
  });

  test("is mailed again by resend", async () => {
    const { email, next, client } = await askForChange();

    const { error } = await client.auth.resend({ type: "email_change", email });

    expect(error).toBeNull();
    expect(await countMails(world.mail, next)).toBe(2);
  });

  test("is void once the password was changed", async () => {
    const { email, client } = await askForChange();
    const { hash } = await lastMail(world.mail, email);

    await client.auth.updateUser({ password: "a new password" });

    const { error } = await client.auth.verifyOtp({ token_hash: hash, type: "email_change" });
    expect(error?.code).toBe("otp_expired");
  });
});

test("with double_confirm_changes off only the new address is asked", async () => {
  await using auth = await world.startAuth({
    toml: `${CONFIRMING}\ndouble_confirm_changes = false`,
  });
  const { email, next, client } = await askForChange(auth);
  expect(await countMails(world.mail, email)).toBe(1);

  const { hash } = await lastMail(world.mail, next);
  const { data, error } = await client.auth.verifyOtp({ token_hash: hash, type: "email_change" });

  expect(error).toBeNull();
  expect(data.user?.email).toBe(next);
});

test("where sign-ups need no confirmation, one of the two mails is enough", async () => {
  await using auth = await world.startAuth({ toml: NOT_CONFIRMING });
  const { client, email } = await signUp(auth);
  const next = newEmail();

  const { data } = await client.auth.updateUser({ email: next });
  expect(data.user?.email).toBe(email);
  const { hash } = await lastMail(world.mail, next);
  const verified = await client.auth.verifyOtp({ token_hash: hash, type: "email_change" });

  expect(verified.data.user?.email).toBe(next);
});

test("the address of another account is refused at once", async () => {
  const { client } = await confirmedPerson();
  const other = await confirmedPerson();

  const { error } = await client.auth.updateUser({ email: other.email });

  expect(error).toMatchObject({ status: 422, code: "email_exists" });
});

test("notifications tell the old address of a change, and of a new password", async () => {
  await using auth = await world.startAuth({
    toml: `${NOT_CONFIRMING}
      [auth.email.notification.email_changed]\nenabled = true
      [auth.email.notification.password_changed]\nenabled = true`,
  });
  const { client, email } = await signUp(auth);
  await client.auth.updateUser({ password: "a new password" });
  expect((await lastMail(world.mail, email)).subject).toBe("Your password was changed");

  const next = newEmail();
  await client.auth.updateUser({ email: next });
  const { hash } = await lastMail(world.mail, next);
  await client.auth.verifyOtp({ token_hash: hash, type: "email_change" });

  const notice = await lastMail(world.mail, email);
  expect(notice.subject).toBe("Your email address was changed");
  expect(notice.text).toContain(`now belongs to ${next} instead of ${email}`);
});
