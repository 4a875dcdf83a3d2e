import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRateLimiter } from "../../src/services/auth/rate-limit.ts";
import { newEmail, PASSWORD, signUp, startAuth, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const from = (ip: string) => ({ "x-forwarded-for": ip });

describe("the limits of config.toml", () => {
  const toml = "[auth.rate_limit]\nsign_in_sign_ups = 3\ntoken_refresh = 2";

  test("sign-ins and sign-ups share an allowance for each client address", async () => {
    const { email } = await signUp(world.auth);
    await using auth = await startAuth(world.database, { toml });
    const attempt = (ip: string) =>
      auth.client(from(ip)).auth.signInWithPassword({ email, password: PASSWORD });

    const first = await auth
      .client(from("192.0.2.1"))
      .auth.signUp({ email: newEmail(), password: PASSWORD });
    expect(first.error).toBeNull();
    expect((await attempt("192.0.2.1")).error).toBeNull();
    expect((await attempt("192.0.2.1")).error).toBeNull();
    expect((await attempt("192.0.2.1")).error).toMatchObject({
      code: "over_request_rate_limit",
      status: 429,
    });
    expect((await attempt("2001:db8::1")).error).toBeNull();
  });

  test("refreshes are counted apart, and the refusal says when to come again", async () => {
    await using auth = await startAuth(world.database, { toml });
    const { client } = await signUp(auth);

    expect((await client.auth.refreshSession()).error).toBeNull();
    const { data } = await client.auth.refreshSession();
    const response = await auth.request("/token?grant_type=refresh_token", {
      method: "POST",
      body: JSON.stringify({ refresh_token: data.session?.refresh_token }),
    });

    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toMatch(/^1[45]\d$/);
    expect(await response.json()).toMatchObject({ code: "over_request_rate_limit" });
    // The refusal has not used the token up.
    const { rows } = await world.sql.query(
      "select revoked from auth.refresh_tokens where token = $1",
      [data.session?.refresh_token],
    );
    expect(rows).toEqual([{ revoked: false }]);
  });

  test("changes of a user are limited too", async () => {
    await using auth = await startAuth(world.database, { toml });
    const { client } = await signUp(auth);
    const change = (count: number) => client.auth.updateUser({ data: { count } });

    for (const count of [1, 2, 3]) expect((await change(count)).error).toBeNull();
    expect((await change(4)).error?.code).toBe("over_request_rate_limit");
  });

  test("the address of the client is kept with the session", async () => {
    const { email } = await signUp(world.auth);
    const { data } = await world.auth
      .client({ ...from("198.51.100.7"), "user-agent": "a browser" })
      .auth.signInWithPassword({ email, password: PASSWORD });

    const claims = await world.auth.tokens.verify(data.session?.access_token ?? "");
    const { rows } = await world.sql.query(
      "select host(ip) as ip, user_agent from auth.sessions where id = $1",
      [claims.session_id],
    );
    expect(rows).toEqual([{ ip: "198.51.100.7", user_agent: "a browser" }]);
  });
});

describe("an allowance", () => {
  const secondsUntilRefusal = (limit: number, elapsed: number) => {
    let now = 0;
    const limiter = createRateLimiter(limit, 300, () => now);
    for (let taken = 0; taken < limit; taken += 1) limiter.take("a");
    now = elapsed * 1000;
    return () => limiter.take("a");
  };

  test("grows back evenly over the interval", () => {
    expect(secondsUntilRefusal(30, 9)).toThrow("rate limit");
    expect(secondsUntilRefusal(30, 10)).not.toThrow();
  });

  test("never grows beyond its limit", () => {
    let now = 0;
    const limiter = createRateLimiter(2, 300, () => now);
    limiter.take("a");
    now = 10_000_000;

    limiter.take("a");
    limiter.take("a");
    expect(() => limiter.take("a")).toThrow("rate limit");
  });

  test("of zero lets nobody in", () => {
    expect(() => createRateLimiter(0, 300).take("a")).toThrow("rate limit");
  });

  test("is remembered for clients that used theirs up, whoever else comes by", () => {
    const limiter = createRateLimiter(1, 300, () => 0);
    limiter.take("a");
    for (let index = 0; index < 20_000; index += 1) limiter.take(`other-${index}`);

    expect(() => limiter.take("a")).toThrow("rate limit");
  });
});
