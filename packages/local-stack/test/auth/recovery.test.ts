import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
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
import { newEmail, PASSWORD, signUp } from "./support.ts";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: NOT_CONFIRMING });
});
afterAll(() => world[Symbol.asyncDispose]());

async function recover() {
  const person = await signUp(world.auth);
  const { error } = await world.auth.client().auth.resetPasswordForEmail(person.email);
  expect(error).toBeNull();
  return { ...person, mail: await lastMail(world.mail, person.email) };
}

describe("recovery", () => {
  test("signs in by its code to choose a new password, and ends all other sessions", async () => {
    const { email, mail, session: old } = await recover();
    expect(mail).toMatchObject({ subject: "Reset your password", type: "recovery" });
    const client = world.auth.client();

    const { error } = await client.auth.verifyOtp({ email, token: mail.code, type: "recovery" });
    expect(error).toBeNull();
    const changed = await client.auth.updateUser({ password: "a new password" });

    expect(changed.error).toBeNull();
    const signIn = (password: string) =>
      world.auth.client().auth.signInWithPassword({ email, password });
    expect((await signIn(PASSWORD)).error?.code).toBe("invalid_credentials");
    expect((await signIn("a new password")).error).toBeNull();
    expect((await world.auth.client().auth.getUser(old.access_token)).error).not.toBeNull();
  });

  test("works by hash and by link", async () => {
    const first = await recover();
    const { error } = await world.auth
      .client()
      .auth.verifyOtp({ token_hash: first.mail.hash, type: "recovery" });
    expect(error).toBeNull();

    const second = await recover();
    expect(fragment(await follow(second.mail.link)).type).toBe("recovery");
  });

  test("is good once, and for one of many at once", async () => {
    const { email, mail } = await recover();

    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.auth.client().auth.verifyOtp({ email, token: mail.code, type: "recovery" }),
      ),
    );

    expectOneWinner(answers, "otp_expired");
  });

  test("expires, and is of no use as a sign-up", async () => {
    const { email, mail } = await recover();
    const verify = (type: "recovery" | "signup") =>
      world.auth.client().auth.verifyOtp({ email, token: mail.code, type });

    expect((await verify("signup")).error?.code).toBe("otp_expired");
    await makeOld(world, email, "recovery_sent_at");
    expect((await verify("recovery")).error?.code).toBe("otp_expired");
  });

  test("is void once the password was changed", async () => {
    const { client, mail } = await recover();

    await client.auth.updateUser({ password: "a new password" });

    const { error } = await world.auth
      .client()
      .auth.verifyOtp({ token_hash: mail.hash, type: "recovery" });
    expect(error?.code).toBe("otp_expired");
  });

  test("says nothing of an address that nobody has", async () => {
    const email = newEmail();

    expect((await world.auth.client().auth.resetPasswordForEmail(email)).error).toBeNull();
    expect(await countMails(world.mail, email)).toBe(0);
  });

  test("mails nobody who was deleted", async () => {
    const { email } = await signUp(world.auth);
    await world.sql.query("update auth.users set deleted_at = now() where email = $1", [email]);

    expect((await world.auth.client().auth.resetPasswordForEmail(email)).error).toBeNull();
    expect(await countMails(world.mail, email)).toBe(0);
  });
});

describe("reauthentication", () => {
  const toml = '[auth.email]\nsecure_password_change = true\nmax_frequency = "0s"';

  /** Somebody who signed in longer ago than a day. */
  async function longSignedIn(auth: Awaited<ReturnType<MailWorld["startAuth"]>>) {
    const person = await signUp(auth);
    await world.sql.query(
      "update auth.sessions set created_at = now() - interval '25 hours' where user_id = $1",
      [person.user.id],
    );
    return person;
  }

  test("lets an old session change the password by the mailed code, once", async () => {
    await using auth = await world.startAuth({ toml });
    const { client, email } = await longSignedIn(auth);
    const change = (password: string, nonce?: string) =>
      client.auth.updateUser({ password, ...(nonce ? { nonce } : {}) });

    expect((await change("a new password")).error?.code).toBe("reauthentication_needed");
    expect((await client.auth.reauthenticate()).error).toBeNull();
    const { code, subject, html } = await lastMail(world.mail, email);
    expect(subject).toBe(`${code} is your verification code`);
    expect(html).not.toContain("/verify?");

    expect((await change("a new password", "000000")).error).toMatchObject({
      status: 422,
      code: "reauthentication_not_valid",
    });
    expect((await change("a new password", code)).error).toBeNull();
    expect((await change("a newer password", code)).error?.code).toBe("reauthentication_not_valid");
  });

  test("takes no code that is old, or another person's", async () => {
    await using auth = await world.startAuth({ toml });
    const person = await longSignedIn(auth);
    const other = await longSignedIn(auth);
    await person.client.auth.reauthenticate();
    await other.client.auth.reauthenticate();
    const change = (nonce: string) =>
      person.client.auth.updateUser({ password: "a new password", nonce });

    const theirs = await lastMail(world.mail, other.email);
    expect((await change(theirs.code)).error?.code).toBe("reauthentication_not_valid");
    const mine = await lastMail(world.mail, person.email);
    await makeOld(world, person.email, "reauthentication_sent_at");
    expect((await change(mine.code)).error?.code).toBe("reauthentication_not_valid");
  });

  test("is asked for with a token", async () => {
    const response = await world.auth.request("/reauthenticate");

    expect(response.status).toBe(401);
  });

  test("the old password is asked for where require_current_password is on", async () => {
    await using auth = await world.startAuth({
      toml: "[auth.email]\nrequire_current_password = true",
    });
    const { session } = await signUp(auth);
    const change = async (body: object) => {
      const response = await auth.request("/user", {
        method: "PUT",
        headers: { authorization: `Bearer ${session.access_token}` },
        body: JSON.stringify({ password: "a new password", ...body }),
      });
      return z.object({ code: z.string().optional() }).parse(await response.json()).code;
    };

    expect(await change({})).toBe("current_password_required");
    expect(await change({ current_password: "wrong" })).toBe("current_password_invalid");
    expect(await change({ current_password: PASSWORD })).toBeUndefined();
  });
});
