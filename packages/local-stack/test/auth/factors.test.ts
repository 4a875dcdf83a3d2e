import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { adminOf, lastMail, type MailWorld, startMailWorld } from "./mail-support.ts";
import { PASSWORD, signIn, signUp } from "./support.ts";

const TOML = `
[auth.mfa]
max_enrolled_factors = 3
[auth.mfa.totp]
enroll_enabled = true
verify_enabled = true
[auth.email.notification.mfa_factor_enrolled]
enabled = true
[auth.email.notification.mfa_factor_unenrolled]
enabled = true
`;

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: TOML });
});
afterAll(() => world[Symbol.asyncDispose]());

type Person = Awaited<ReturnType<typeof signIn>>;

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });

async function enroll({ client }: Pick<Person, "client">, friendlyName = "Phone") {
  const { data, error } = await client.auth.mfa.enroll({ factorType: "totp", friendlyName });
  expect(error).toBeNull();
  if (!data) throw new Error("no factor");
  return { id: data.id, secret: data.totp.secret, totp: data.totp };
}

async function challenge({ client }: Pick<Person, "client">, factorId: string): Promise<string> {
  const { data, error } = await client.auth.mfa.challenge({ factorId });
  expect(error).toBeNull();
  return data?.id ?? "";
}

/** Somebody with a second factor, in a session that it lifted. */
async function protectedPerson() {
  const person = await signUp(world.auth);
  const factor = await enroll(person);
  const { error } = await person.client.auth.mfa.challengeAndVerify({
    factorId: factor.id,
    code: codeOf(factor.secret, -1),
  });
  expect(error).toBeNull();
  return { ...person, factor };
}

const claimsOf = async ({ client }: Pick<Person, "client">) => {
  const { data } = await client.auth.getSession();
  return world.auth.tokens.verify(data.session?.access_token ?? "");
};

describe("enrolling", () => {
  test("gives a secret, its address and a QR code that a page can show", async () => {
    const { client, email } = await signUp(world.auth);

    const { data, error } = await client.auth.mfa.enroll({ factorType: "totp", issuer: "Acme" });

    expect(error).toBeNull();
    const uri = new URL(data?.totp.uri ?? "");
    expect(uri.protocol).toBe("otpauth:");
    expect(decodeURIComponent(uri.pathname)).toContain(`Acme:${email}`);
    expect(uri.searchParams.get("secret")).toBe(data?.totp.secret);
    expect(data?.totp.secret).toMatch(/^[A-Z2-7]{32}$/);
    // auth-js does not encode the picture: a '#' would cut it off.
    expect(data?.totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg [^#]*<\/svg>$/);
    const { data: listed } = await client.auth.mfa.listFactors();
    expect(listed?.all).toMatchObject([{ factor_type: "totp", status: "unverified" }]);
    expect(listed?.totp).toEqual([]);
    expect(JSON.stringify(listed)).not.toContain(data?.totp.secret);
  });

  test("is verified by the first code, which lifts the session", async () => {
    const person = await signUp(world.auth);
    const elsewhere = await signIn(world.auth, person.email);
    const factor = await enroll(person);
    expect(await claimsOf(person)).toMatchObject({ aal: "aal1" });
    const before = await person.client.auth.mfa.getAuthenticatorAssuranceLevel();
    expect(before.data).toMatchObject({ currentLevel: "aal1", nextLevel: "aal1" });

    const { data, error } = await person.client.auth.mfa.challengeAndVerify({
      factorId: factor.id,
      code: codeOf(factor.secret),
    });

    expect(error).toBeNull();
    expect(data?.user.factors).toMatchObject([{ id: factor.id, status: "verified" }]);
    expect(await claimsOf(person)).toMatchObject({
      aal: "aal2",
      amr: expect.arrayContaining([
        expect.objectContaining({ method: "totp" }),
        expect.objectContaining({ method: "password" }),
      ]),
    });
    // Sessions from before, without the factor, are over.
    expect((await elsewhere.client.auth.getUser()).error).not.toBeNull();
    const refreshed = await person.client.auth.refreshSession();
    expect(refreshed.error).toBeNull();
    expect(await claimsOf(person)).toMatchObject({ aal: "aal2" });
    expect((await lastMail(world.mail, person.email)).subject).toBe("A second factor was added");
  });

  test("refuses a second factor of the same name, and more than max_enrolled_factors", async () => {
    const person = await signUp(world.auth);
    await enroll(person, "One");
    const again = await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "One" });
    expect(again.error).toMatchObject({ status: 422, code: "mfa_factor_name_conflict" });

    await enroll(person, "Two");
    await enroll(person, "Three");
    const fourth = await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "4" });
    expect(fourth.error).toMatchObject({ status: 422, code: "too_many_enrolled_mfa_factors" });
  });

  test("keeps to the limit when many enroll at once", async () => {
    const person = await signUp(world.auth);

    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: `Device ${index}` }),
      ),
    );

    expect(answers.filter(({ error }) => error === null)).toHaveLength(3);
  });

  test("forgets factors that nobody verified within five minutes", async () => {
    const person = await signUp(world.auth);
    await enroll(person, "One");
    await world.sql.query(
      "update auth.mfa_factors set created_at = now() - interval '301 seconds' where user_id = $1",
      [person.user.id],
    );

    await enroll(person, "One");
  });

  test("of another factor takes a session that was lifted", async () => {
    const { email, client } = await protectedPerson();
    const weak = await signIn(world.auth, email);

    const refused = await weak.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "Mine" });
    expect(refused.error).toMatchObject({ status: 403, code: "insufficient_aal" });
    await enroll({ client }, "Second");
  });

  test.each([
    ["phone", 422, "mfa_phone_enroll_not_enabled"],
    ["webauthn", 422, "mfa_webauthn_enroll_not_enabled"],
    ["carrier-pigeon", 400, "validation_failed"],
  ])("of a %s is refused", async (factorType, status, code) => {
    const { session } = await signUp(world.auth);

    const response = await world.auth.request("/factors", {
      method: "POST",
      headers: { authorization: `Bearer ${session.access_token}` },
      body: JSON.stringify({ factor_type: factorType, phone: "+4912345678" }),
    });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  test("is off by default", async () => {
    await using auth = await world.startAuth({});
    const { client } = await signUp(auth);

    const { error } = await client.auth.mfa.enroll({ factorType: "totp" });

    expect(error?.code).toBe("mfa_totp_enroll_not_enabled");
  });
});

describe("a code", () => {
  test("lifts a new session", async () => {
    const { email, factor } = await protectedPerson();
    const again = await signIn(world.auth, email);
    expect(await claimsOf(again)).toMatchObject({ aal: "aal1" });
    const level = await again.client.auth.mfa.getAuthenticatorAssuranceLevel();
    expect(level.data).toMatchObject({ currentLevel: "aal1", nextLevel: "aal2" });

    const { error } = await again.client.auth.mfa.challengeAndVerify({
      factorId: factor.id,
      code: codeOf(factor.secret),
    });

    expect(error).toBeNull();
    expect(await claimsOf(again)).toMatchObject({ aal: "aal2" });
  });

  test("that is wrong, malformed or too old is refused", async () => {
    const { email, factor } = await protectedPerson();
    const person = await signIn(world.auth, email);
    const right = codeOf(factor.secret);
    const wrong = right.replace(/^\d/, (digit) => String((Number(digit) + 5) % 10));

    for (const code of [wrong, "12345", "abcdef", " 123456", codeOf(factor.secret, -4)]) {
      const challengeId = await challenge(person, factor.id);
      const { error } = await person.client.auth.mfa.verify({
        factorId: factor.id,
        challengeId,
        code,
      });
      expect(error).toMatchObject({ status: 422, code: "mfa_verification_failed" });
    }
    expect(await claimsOf(person)).toMatchObject({ aal: "aal1" });
  });

  test("is good once, whichever challenge it answers", async () => {
    const { email, factor } = await protectedPerson();
    const person = await signIn(world.auth, email);
    const code = codeOf(factor.secret);
    const attempt = async () => {
      const challengeId = await challenge(person, factor.id);
      return person.client.auth.mfa.verify({ factorId: factor.id, challengeId, code });
    };

    expect((await attempt()).error).toBeNull();
    expect((await attempt()).error?.code).toBe("mfa_verification_failed");
    // Nor is an older one good after it.
    const challengeId = await challenge(person, factor.id);
    const older = await person.client.auth.mfa.verify({
      factorId: factor.id,
      challengeId,
      code: codeOf(factor.secret, -1),
    });
    expect(older.error?.code).toBe("mfa_verification_failed");
  });

  test("is good for one of many sessions that use it at once", async () => {
    const { email, factor } = await protectedPerson();
    const code = codeOf(factor.secret);
    const sessions = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const person = await signIn(world.auth, email);
        return { person, challengeId: await challenge(person, factor.id) };
      }),
    );

    const answers = await Promise.all(
      sessions.map(({ person, challengeId }) =>
        person.client.auth.mfa.verify({ factorId: factor.id, challengeId, code }),
      ),
    );

    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
  });

  test("answers a challenge of its own factor, address and time only", async () => {
    const { email, factor } = await protectedPerson();
    const other = await protectedPerson();
    const person = await signIn(world.auth, email);
    const code = codeOf(factor.secret);
    const verify = async (challengeId: string) =>
      (await person.client.auth.mfa.verify({ factorId: factor.id, challengeId, code })).error?.code;

    expect(await verify(await challenge(other, other.factor.id))).toBe("mfa_factor_not_found");
    expect(await verify(crypto.randomUUID())).toBe("mfa_factor_not_found");
    expect(await verify("x")).toBe("validation_failed");
    const moved = await challenge(person, factor.id);
    await world.sql.query("update auth.mfa_challenges set ip_address = '10.0.0.9' where id = $1", [
      moved,
    ]);
    expect(await verify(moved)).toBe("mfa_ip_address_mismatch");
    const old = await challenge(person, factor.id);
    await world.sql.query(
      "update auth.mfa_challenges set created_at = now() - interval '301 seconds' where id = $1",
      [old],
    );
    expect(await verify(old)).toBe("mfa_challenge_expired");
    expect(await verify(await challenge(person, factor.id))).toBeUndefined();
  });

  test("of another person's factor is not asked for", async () => {
    const { factor } = await protectedPerson();
    const { client } = await signUp(world.auth);

    const { error } = await client.auth.mfa.challenge({ factorId: factor.id });

    expect(error).toMatchObject({ status: 404, code: "mfa_factor_not_found" });
  });

  test("may be tried thirty times at once", async () => {
    const { session } = await signUp(world.auth);
    await using auth = await world.startAuth({ toml: TOML });
    const token = await auth.tokens.sign(await world.auth.tokens.verify(session.access_token));
    const made = await auth.request("/factors", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ factor_type: "totp" }),
    });
    const { id } = z.object({ id: z.string() }).parse(await made.json());
    const attempt = () =>
      auth.request(`/factors/${id}/challenge`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
      });

    const statuses = await Promise.all(
      Array.from({ length: 35 }, async () => (await attempt()).status),
    );

    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(31);
    expect(statuses).toContain(429);
  });
});

describe("an account with a second factor", () => {
  test("changes password and address in a lifted session only", async () => {
    const { email, client } = await protectedPerson();
    const weak = await signIn(world.auth, email);

    for (const change of [{ password: "a new password" }, { email: "new@example.com" }]) {
      const { error } = await weak.client.auth.updateUser(change);
      expect(error).toMatchObject({ status: 401, code: "insufficient_aal" });
    }
    expect((await weak.client.auth.updateUser({ data: { theme: "dark" } })).error).toBeNull();
    expect((await client.auth.updateUser({ password: "a new password" })).error).toBeNull();
  });

  test("loses the factor in a lifted session only, and the session what it had by it", async () => {
    const { email, factor, client } = await protectedPerson();
    const weak = await signIn(world.auth, email);

    const refused = await weak.client.auth.mfa.unenroll({ factorId: factor.id });
    expect(refused.error).toMatchObject({ status: 422, code: "insufficient_aal" });
    const { data, error } = await client.auth.mfa.unenroll({ factorId: factor.id });
    expect(error).toBeNull();
    expect(data?.id).toBe(factor.id);
    await client.auth.refreshSession();
    expect(await claimsOf({ client })).toMatchObject({ aal: "aal1" });
    expect((await lastMail(world.mail, email)).subject).toBe("A second factor was removed");
  });

  test("drops a factor that was never verified without more ado", async () => {
    const person = await signUp(world.auth);
    const factor = await enroll(person);

    expect((await person.client.auth.mfa.unenroll({ factorId: factor.id })).error).toBeNull();
  });

  test("loses its unverified factors when one is verified", async () => {
    const person = await signUp(world.auth);
    await enroll(person, "Never used");
    const factor = await enroll(person, "Used");
    await person.client.auth.mfa.challengeAndVerify({
      factorId: factor.id,
      code: codeOf(factor.secret),
    });

    const { data } = await person.client.auth.mfa.listFactors();
    expect(data?.all.map(({ id }) => id)).toEqual([factor.id]);
  });

  test("can be helped by an administrator", async () => {
    const { user, factor, client } = await protectedPerson();
    const admin = await adminOf(world.auth);

    const listed = await admin.mfa.listFactors({ userId: user.id });
    expect(listed.data?.factors).toMatchObject([{ id: factor.id, status: "verified" }]);
    const { error } = await admin.mfa.deleteFactor({ userId: user.id, id: factor.id });
    expect(error).toBeNull();
    await client.auth.refreshSession();
    expect(await claimsOf({ client })).toMatchObject({ aal: "aal1" });
    const changed = await client.auth.updateUser({ password: `${PASSWORD}!` });
    expect(changed.error).toBeNull();
  });
});
