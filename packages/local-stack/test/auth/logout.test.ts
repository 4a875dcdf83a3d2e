import { afterAll, beforeAll, expect, test } from "vitest";
import { signIn, signUp, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function threeDevices() {
  const first = await signUp(world.auth);
  return {
    first,
    second: await signIn(world.auth, first.email),
    third: await signIn(world.auth, first.email),
  };
}

async function isAlive({ session }: { session: { access_token: string; refresh_token: string } }) {
  const client = world.auth.client();
  const { error } = await client.auth.getUser(session.access_token);
  if (error) expect(error.name).toBe("AuthSessionMissingError");
  const refreshed = await client.auth.refreshSession({ refresh_token: session.refresh_token });
  if (refreshed.error) expect(refreshed.error.code).toBe("refresh_token_not_found");
  expect(refreshed.error === null).toBe(error === null);
  return error === null;
}

test("scope global ends all sessions of the user, and of nobody else", async () => {
  const { first, second, third } = await threeDevices();
  const bystander = await signUp(world.auth);

  const { error } = await first.client.auth.signOut({ scope: "global" });

  expect(error).toBeNull();
  expect(await isAlive(first)).toBe(false);
  expect(await isAlive(second)).toBe(false);
  expect(await isAlive(third)).toBe(false);
  expect(await isAlive(bystander)).toBe(true);
});

test("scope local ends this session only", async () => {
  const { first, second, third } = await threeDevices();

  const { error } = await second.client.auth.signOut({ scope: "local" });

  expect(error).toBeNull();
  expect(await isAlive(second)).toBe(false);
  expect(await isAlive(first)).toBe(true);
  expect(await isAlive(third)).toBe(true);
});

test("scope others ends all but this session", async () => {
  const { first, second, third } = await threeDevices();

  const { error } = await second.client.auth.signOut({ scope: "others" });

  expect(error).toBeNull();
  expect(await isAlive(second)).toBe(true);
  expect(await isAlive(first)).toBe(false);
  expect(await isAlive(third)).toBe(false);
});

test("an unknown scope is refused and ends nothing", async () => {
  const device = await signUp(world.auth);

  const response = await world.auth.request("/logout?scope=all", {
    method: "POST",
    headers: { authorization: `Bearer ${device.session.access_token}` },
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "validation_failed" });
  expect(await isAlive(device)).toBe(true);
});

test("a second sign-out with the same token says that the session is gone", async () => {
  const { session } = await signUp(world.auth);
  const logout = () =>
    world.auth.request("/logout", {
      method: "POST",
      headers: { authorization: `Bearer ${session.access_token}` },
    });

  expect((await logout()).status).toBe(204);
  const again = await logout();
  expect(again.status).toBe(403);
  expect(await again.json()).toMatchObject({ code: "session_not_found" });
});

test("leaves no row of the session behind", async () => {
  const { client, user } = await signUp(world.auth);
  await client.auth.refreshSession();
  await client.auth.signOut();

  const { rows } = await world.sql.query(
    `select
      (select count(*)::int from auth.sessions where user_id = $1::uuid) as sessions,
      (select count(*)::int from auth.refresh_tokens where user_id = $1::text) as tokens`,
    [user.id],
  );
  expect(rows).toEqual([{ sessions: 0, tokens: 0 }]);
});
