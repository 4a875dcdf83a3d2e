import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn, signUp, startAuth, startWorld, type TestAuth, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = (token: string, auth: TestAuth = world.auth) =>
  auth.client().auth.refreshSession({ refresh_token: token });

/** Refreshes and answers the next token. */
async function rotate(token: string, auth?: TestAuth): Promise<string> {
  const { data, error } = await refresh(token, auth);
  expect(error).toBeNull();
  return data.session?.refresh_token ?? "";
}

/** Moves the rotation of a token into the past, past the interval of ten seconds. */
const age = (token: string) =>
  world.sql.query(
    "update auth.refresh_tokens set updated_at = now() - interval '1 minute' where token = $1",
    [token],
  );

test("trades a token for the next one of the same session", async () => {
  const { session, user } = await signUp(world.auth);

  const { data, error } = await refresh(session.refresh_token);

  expect(error).toBeNull();
  expect(data.session?.refresh_token).not.toBe(session.refresh_token);
  expect(data.user?.id).toBe(user.id);
  const { rows } = await world.sql.query(
    `select t.token, t.parent, t.revoked, t.user_id, s.refreshed_at is not null as refreshed
    from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id
    where s.user_id = $1 order by t.id`,
    [user.id],
  );
  const [first, second] = [session.refresh_token, data.session?.refresh_token];
  const common = { user_id: user.id, refreshed: true };
  expect(rows).toEqual([
    { token: first, parent: null, revoked: true, ...common },
    { token: second, parent: first, revoked: false, ...common },
  ]);
});

test("puts what has changed of the user into the new access token", async () => {
  const { session, user } = await signUp(world.auth);
  await world.sql.query(
    `update auth.users set raw_app_meta_data = raw_app_meta_data || '{"plan": "pro"}'
    where id = $1`,
    [user.id],
  );

  const { data } = await refresh(session.refresh_token);

  const { data: verified } = await world.auth.client().auth.getClaims(data.session?.access_token);
  expect(verified?.claims).toMatchObject({
    app_metadata: { plan: "pro" },
    amr: [{ method: "password" }],
  });
});

test("gives twenty concurrent refreshes of one token the same next token", async () => {
  const { session, user } = await signUp(world.auth);

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => refresh(session.refresh_token)),
  );

  expect(answers.filter(({ error }) => error !== null)).toEqual([]);
  expect(new Set(answers.map(({ data }) => data.session?.refresh_token)).size).toBe(1);
  const { rows } = await world.sql.query(
    "select count(*)::int as tokens from auth.refresh_tokens where user_id = $1",
    [user.id],
  );
  expect(rows).toEqual([{ tokens: 2 }]);
});

test("gives the parent of the active token that token again, at any time", async () => {
  const { session } = await signUp(world.auth);
  const second = await rotate(session.refresh_token);
  await age(session.refresh_token);

  expect(await rotate(session.refresh_token)).toBe(second);
});

describe("a token older than the parent of the active one", () => {
  test("is traded within the reuse interval", async () => {
    const { session } = await signUp(world.auth);
    const second = await rotate(session.refresh_token);
    const third = await rotate(second);

    const again = await rotate(session.refresh_token);

    expect([session.refresh_token, second, third]).not.toContain(again);
  });

  test("ends the whole session after the reuse interval", async () => {
    const { session, email } = await signUp(world.auth);
    const elsewhere = await signIn(world.auth, email);
    const second = await rotate(session.refresh_token);
    const third = await rotate(second);
    await age(session.refresh_token);

    expect((await refresh(session.refresh_token)).error).toMatchObject({
      code: "refresh_token_already_used",
      status: 400,
    });
    // A revoked token that has no active child is worth nothing once its interval is over.
    await age(third);
    expect((await refresh(third)).error?.code).toBe("refresh_token_already_used");
    expect((await refresh(elsewhere.session.refresh_token)).error).toBeNull();
  });

  test("is refused without ending the session where rotation is off", async () => {
    const toml = "[auth]\nenable_refresh_token_rotation = false";
    await using auth = await startAuth(world.database, { toml });
    const { session } = await signUp(auth);
    const third = await rotate(await rotate(session.refresh_token, auth), auth);
    await age(session.refresh_token);

    const { error } = await refresh(session.refresh_token, auth);

    expect(error?.code).toBe("refresh_token_already_used");
    expect((await refresh(third, auth)).error).toBeNull();
  });

  test("is refused at once where the interval is zero", async () => {
    await using auth = await startAuth(world.database, {
      toml: "[auth]\nrefresh_token_reuse_interval = 0",
    });
    const { session } = await signUp(auth);
    await rotate(await rotate(session.refresh_token, auth), auth);

    const { error } = await refresh(session.refresh_token, auth);

    expect(error?.code).toBe("refresh_token_already_used");
  });
});

test("refuses tokens that are unknown or no tokens", async () => {
  expect((await refresh("aaaaaaaaaaaa")).error).toMatchObject({
    code: "refresh_token_not_found",
    status: 400,
  });
  expect((await refresh("x")).error?.code).toBe("validation_failed");
  expect((await refresh("' or true --")).error?.code).toBe("validation_failed");
});

test("refuses the token of a session that has ended", async () => {
  const { session, client } = await signUp(world.auth);
  await client.auth.signOut();

  expect((await refresh(session.refresh_token)).error?.code).toBe("refresh_token_not_found");
});

test("refuses a banned and a deleted user", async () => {
  const { session, user } = await signUp(world.auth);

  await world.sql.query(
    "update auth.users set banned_until = now() + interval '1 hour' where id = $1",
    [user.id],
  );
  expect((await refresh(session.refresh_token)).error?.code).toBe("user_banned");
  await world.sql.query(
    "update auth.users set banned_until = null, deleted_at = now() where id = $1",
    [user.id],
  );
  expect((await refresh(session.refresh_token)).error?.code).toBe("refresh_token_not_found");
});

test("refuses a session that is past its end", async () => {
  const { session, user } = await signUp(world.auth);
  await world.sql.query("update auth.sessions set not_after = now() where user_id = $1", [user.id]);

  expect((await refresh(session.refresh_token)).error?.code).toBe("session_expired");
});
