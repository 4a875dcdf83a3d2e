import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD_COST } from "../../src/services/auth/passwords.ts";
import { newEmail, PASSWORD, signUp, startAuth, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const attempt = (email: string, password: string) =>
  world.auth.client().auth.signInWithPassword({ email, password });

/** A row as the seed of a project writes it. */
async function seedUser(email: string, password = PASSWORD): Promise<string> {
  const id = randomUUID();
  await world.sql.query(
    `insert into auth.users (instance_id, id, aud, role, email, encrypted_password,
      email_confirmed_at, created_at, updated_at, raw_app_meta_data, raw_user_meta_data,
      confirmation_token, recovery_token, email_change, email_change_token_new)
    values ('00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2,
      extensions.crypt($3, extensions.gen_salt('bf')), now(), now(), now(),
      '{"provider": "email", "providers": ["email"]}', '{"full_name": "Seeded"}', '', '', '', '')`,
    [id, email, password],
  );
  return id;
}

test("gives a session and notes the sign-in", async () => {
  const { email, user } = await signUp(world.auth);
  await world.sql.query("update auth.users set last_sign_in_at = null where id = $1", [user.id]);

  const { data, error } = await attempt(email, PASSWORD);

  expect(error).toBeNull();
  expect(data.user?.id).toBe(user.id);
  expect(data.session?.refresh_token).toMatch(/^[a-z2-7]{12}$/);
  const { rows } = await world.sql.query(
    `select u.last_sign_in_at is not null as stamped, count(s.id)::int as sessions,
      max(s.aal::text) as aal
    from auth.users u join auth.sessions s on s.user_id = u.id
    where u.id = $1 group by u.id`,
    [user.id],
  );
  expect(rows).toEqual([{ stamped: true, sessions: 2, aal: "aal1" }]);
});

test("takes the address in any spelling", async () => {
  const { email } = await signUp(world.auth);

  expect((await attempt(email.toUpperCase(), PASSWORD)).error).toBeNull();
});

test("answers a wrong password, an unknown address and a missing password alike", async () => {
  const { email } = await signUp(world.auth);
  const withoutPassword = newEmail();
  const id = await seedUser(withoutPassword);
  await world.sql.query("update auth.users set encrypted_password = '' where id = $1", [id]);

  for (const [address, password] of [
    [email, "wrong"],
    [email, ""],
    [email, `${PASSWORD}${"x".repeat(100)}`],
    ["nobody@example.com", PASSWORD],
    [withoutPassword, PASSWORD],
    [withoutPassword, ""],
  ] as const) {
    const { data, error } = await attempt(address, password);
    expect(error).toMatchObject({
      code: "invalid_credentials",
      status: 400,
      message: "Invalid login credentials",
    });
    expect(data.session).toBeNull();
  }
});

test("takes a hash that a seed made with pgcrypto, and an address in mixed case", async () => {
  const email = newEmail();
  const id = await seedUser(email.replace("person", "Person"));

  const { data, error } = await attempt(email, PASSWORD);

  expect(error).toBeNull();
  expect(data.user).toMatchObject({ id, user_metadata: { full_name: "Seeded" } });
});

test("takes a seeded row that leaves the optional columns null", async () => {
  const email = newEmail();
  await world.sql.query(
    `insert into auth.users (id, email, encrypted_password, email_confirmed_at)
    values (gen_random_uuid(), $1, extensions.crypt($2, extensions.gen_salt('bf')), now())`,
    [email, PASSWORD],
  );

  const { data, error } = await attempt(email, PASSWORD);

  expect(error).toBeNull();
  const { data: claims } = await world.auth.client().auth.getClaims(data.session?.access_token);
  expect(claims?.claims).toMatchObject({ role: "authenticated", aud: "authenticated" });
});

test("refuses a banned user, and lets them in again when the ban is over", async () => {
  const { email, user } = await signUp(world.auth);
  const banUntil = (interval: string) =>
    world.sql.query("update auth.users set banned_until = now() + $2::interval where id = $1", [
      user.id,
      interval,
    ]);

  await banUntil("1 hour");
  expect((await attempt(email, PASSWORD)).error).toMatchObject({
    code: "user_banned",
    status: 400,
  });
  expect((await attempt(email, "wrong")).error?.code).toBe("invalid_credentials");
  await banUntil("-1 hour");
  expect((await attempt(email, PASSWORD)).error).toBeNull();
});

test("refuses a deleted user", async () => {
  const { email, user } = await signUp(world.auth);
  await world.sql.query("update auth.users set deleted_at = now() where id = $1", [user.id]);

  expect((await attempt(email, PASSWORD)).error?.code).toBe("invalid_credentials");
});

test("tells of a password that the present rules would refuse", async () => {
  const email = newEmail();
  await seedUser(email, "weak");

  const { data, error } = await attempt(email, "weak");

  expect(error).toBeNull();
  expect(data.weakPassword).toMatchObject({ reasons: ["length"] });
});

test("is closed by [auth.email] enabled = false", async () => {
  await using auth = await startAuth(world.database, { toml: "[auth.email]\nenabled = false" });

  const { error } = await auth
    .client()
    .auth.signInWithPassword({ email: newEmail(), password: PASSWORD });

  expect(error).toMatchObject({ code: "email_provider_disabled", status: 422 });
});

test("refuses a phone number and an unknown grant", async () => {
  const phone = await world.auth
    .client()
    .auth.signInWithPassword({ phone: "+4912345678", password: PASSWORD });
  expect(phone.error?.code).toBe("phone_provider_disabled");

  const unknown = await world.auth.request("/token?grant_type=wish", {
    method: "POST",
    body: "{}",
  });
  expect(unknown.status).toBe(400);
  expect(await unknown.json()).toEqual({
    code: "invalid_credentials",
    message: "unsupported_grant_type",
  });
});

test("hashes cost what GoTrue's cost", async () => {
  await using auth = await startAuth(world.database, { passwordCost: PASSWORD_COST });
  const { user } = await signUp(auth);
  const { rows } = await world.sql.query(
    "select encrypted_password from auth.users where id = $1",
    [user.id],
  );
  expect(rows[0].encrypted_password).toMatch(/^\$2a\$10\$/);
});

test("answers others while twenty passwords are being compared", async () => {
  await using auth = await startAuth(world.database, { passwordCost: PASSWORD_COST });
  const { email } = await signUp(auth);
  let signedIn = 0;
  const signIns = Array.from({ length: 20 }, async () => {
    const { error } = await auth.client().auth.signInWithPassword({ email, password: PASSWORD });
    expect(error).toBeNull();
    signedIn += 1;
  });

  // Were hashes computed on the event loop, at most one answer could pass between two of them.
  let answered = 0;
  while (signedIn < 20) {
    const response = await auth.request("/health");
    await response.body?.cancel();
    if (signedIn < 20) answered += 1;
  }

  await Promise.all(signIns);
  expect(answered).toBeGreaterThan(40);
});
