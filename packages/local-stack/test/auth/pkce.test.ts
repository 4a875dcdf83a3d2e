import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  expectOneWinner,
  follow,
  fragment,
  lastMail,
  type MailWorld,
  NOT_CONFIRMING,
  startMailWorld,
} from "./mail-support.ts";
import { newEmail, PASSWORD, signUp, type TestAuth } from "./support.ts";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const errorSchema = z.object({ code: z.string() });

/** A client as a server-side app has it; its verifier is kept in `storage`. */
function pkceClient(auth: TestAuth = world.auth) {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  const options = { flowType: "pkce" as const, storage, autoRefreshToken: false };
  return createClient(auth.url, "sb_publishable_test", { auth: options });
}

const trade = (code: string, verifier: string) =>
  world.auth.request("/token?grant_type=pkce", {
    method: "POST",
    body: JSON.stringify({ auth_code: code, code_verifier: verifier }),
  });

/** A sign-up with a challenge of our own making, and the code that its link ends with. */
async function codeFor(verifier: string): Promise<{ email: string; code: string }> {
  const email = newEmail();
  const response = await world.auth.request("/signup", {
    method: "POST",
    body: JSON.stringify({
      email,
      password: PASSWORD,
      code_challenge: verifier,
      code_challenge_method: "plain",
    }),
  });
  expect(response.status).toBe(200);
  const target = await follow((await lastMail(world.mail, email)).link);
  return { email, code: target.searchParams.get("code") ?? "" };
}

describe("PKCE", () => {
  test("ends a sign-up with a code that its client trades for a session", async () => {
    const client = pkceClient();
    const email = newEmail();
    await client.auth.signUp({ email, password: PASSWORD });
    const { link, hash } = await lastMail(world.mail, email);
    expect(hash).toMatch(/^pkce_/);

    const target = await follow(link);
    expect(target.hash).toBe("");
    const { data, error } = await client.auth.exchangeCodeForSession(
      target.searchParams.get("code") ?? "",
    );

    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
    expect(await world.auth.tokens.verify(data.session?.access_token ?? "")).toMatchObject({
      amr: [{ method: "email/signup" }],
    });
  });

  test.each([
    [
      "magiclink",
      (client: ReturnType<typeof pkceClient>, email: string) =>
        client.auth.signInWithOtp({ email }),
    ],
    [
      "recovery",
      (client: ReturnType<typeof pkceClient>, email: string) =>
        client.auth.resetPasswordForEmail(email),
    ],
  ])("ends a %s the same way", async (method, ask) => {
    await using auth = await world.startAuth({ toml: NOT_CONFIRMING });
    const { email } = await signUp(auth);
    const client = pkceClient(auth);
    expect((await ask(client, email)).error).toBeNull();

    const target = await follow((await lastMail(world.mail, email)).link);
    const { data, error } = await client.auth.exchangeCodeForSession(
      target.searchParams.get("code") ?? "",
    );

    expect(error).toBeNull();
    expect(await auth.tokens.verify(data.session?.access_token ?? "")).toMatchObject({
      amr: [{ method }],
    });
  });

  test("ends a change of address the same way", async () => {
    await using auth = await world.startAuth({ toml: NOT_CONFIRMING });
    const { email } = await signUp(auth);
    const client = pkceClient(auth);
    await client.auth.signInWithPassword({ email, password: PASSWORD });
    const next = newEmail();
    await client.auth.updateUser({ email: next });

    const target = await follow((await lastMail(world.mail, next)).link);
    const { data, error } = await client.auth.exchangeCodeForSession(
      target.searchParams.get("code") ?? "",
    );

    expect(error).toBeNull();
    expect(data.user?.email).toBe(next);
  });

  test("takes the mailed code without one", async () => {
    const client = pkceClient();
    const email = newEmail();
    await client.auth.signUp({ email, password: PASSWORD });
    const { code } = await lastMail(world.mail, email);

    const { error } = await client.auth.verifyOtp({ email, token: code, type: "signup" });

    expect(error).toBeNull();
  });

  test("leads a failed link to the site with the error in query and fragment", async () => {
    const client = pkceClient();
    const email = newEmail();
    await client.auth.signUp({ email, password: PASSWORD });
    const { link } = await lastMail(world.mail, email);
    await follow(link);

    const target = await follow(link);

    expect(target.searchParams.get("error_code")).toBe("otp_expired");
    expect(fragment(target).error_code).toBe("otp_expired");
  });
});

describe("a code", () => {
  const verifier = "v".repeat(43);

  test("is traded once, of many at once", async () => {
    const { code } = await codeFor(verifier);

    const answers = await Promise.all(Array.from({ length: 8 }, () => trade(code, verifier)));
    const bodies = await Promise.all(
      answers.map(async (answer) => ({
        error: answer.ok ? null : errorSchema.parse(await answer.json()),
      })),
    );

    expectOneWinner(bodies, "flow_state_not_found");
  });

  test("is worth nothing with another verifier, and stays its owner's", async () => {
    const { code } = await codeFor(verifier);

    const stolen = await trade(code, "w".repeat(43));
    expect(stolen.status).toBe(400);
    expect(await stolen.json()).toMatchObject({ code: "bad_code_verifier" });
    expect((await trade(code, verifier)).status).toBe(200);
  });

  test("expires five minutes after the link was followed", async () => {
    const { code } = await codeFor(verifier);
    await world.sql.query(
      `update auth.flow_state set auth_code_issued_at = now() - interval '301 seconds'
      where auth_code = $1`,
      [code],
    );

    const response = await trade(code, verifier);

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "flow_state_expired" });
  });

  test("that was guessed before its link was followed is worth nothing", async () => {
    await world.auth.request("/signup", {
      method: "POST",
      body: JSON.stringify({
        email: newEmail(),
        password: PASSWORD,
        code_challenge: verifier,
        code_challenge_method: "plain",
      }),
    });
    const { rows } = await world.sql.query(
      "select auth_code from auth.flow_state order by created_at desc limit 1",
    );

    expect(await (await trade(rows[0].auth_code, verifier)).json()).toMatchObject({
      code: "flow_state_not_found",
    });
  });

  test.each([
    [{ code_challenge: "x" }, "PKCE flow requires"],
    [{ code_challenge_method: "s256" }, "PKCE flow requires"],
    [{ code_challenge: "x", code_challenge_method: "s256" }, "between 43 and 128"],
    [{ code_challenge: "ä".repeat(43), code_challenge_method: "s256" }, "alphanumeric"],
    [{ code_challenge: verifier, code_challenge_method: "md5" }, "unsupported"],
  ])("is not promised for the challenge %j", async (challenge, message) => {
    for (const path of ["/signup", "/otp", "/recover"]) {
      const response = await world.auth.request(path, {
        method: "POST",
        body: JSON.stringify({ email: newEmail(), password: PASSWORD, ...challenge }),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        code: "validation_failed",
        message: expect.stringContaining(message),
      });
    }
  });

  test("is asked for with a verifier", async () => {
    expect(await (await trade("x", "")).json()).toMatchObject({ code: "validation_failed" });
    expect((await trade(crypto.randomUUID(), verifier)).status).toBe(404);
  });
});
