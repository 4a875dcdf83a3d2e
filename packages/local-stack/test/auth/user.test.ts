import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, signIn, signUp, startAuth, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const attempt = (email: string, password: string) =>
  world.auth.client().auth.signInWithPassword({ email, password });

describe("reading", () => {
  test("shows no hash and no token", async () => {
    const { session } = await signUp(world.auth);

    const response = await world.auth.request("/user", {
      headers: { authorization: `Bearer ${session.access_token}` },
    });

    expect(await response.text()).not.toMatch(/password|token|\$2a\$/);
  });

  test("asks for a token", async () => {
    const response = await world.auth.request("/user");

    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "no_authorization" });
  });

  test("refuses what is no token, and the token of no user", async () => {
    const keyToken = await world.auth.tokens.signWithSecret({ role: "service_role" });
    const strangerToken = await world.auth.tokens.sign({ sub: crypto.randomUUID() });
    const oddToken = await world.auth.tokens.sign({ sub: "admin" });

    for (const [token, status, code] of [
      ["sb_publishable_test", 403, "bad_jwt"],
      [keyToken, 403, "bad_jwt"],
      [strangerToken, 403, "user_not_found"],
      [oddToken, 400, "bad_jwt"],
    ] as const) {
      const { data, error } = await world.auth.client().auth.getUser(token);
      expect(error).toMatchObject({ status, code });
      expect(data.user).toBeNull();
    }
  });

  test("refuses a token that was tampered with", async () => {
    const { session } = await signUp(world.auth);
    const [header, payload = "", signature] = session.access_token.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, role: "service_role" }));
    const unsigned = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" }));

    for (const token of [
      [header, forged.toString("base64url"), signature].join("."),
      [unsigned.toString("base64url"), payload, ""].join("."),
    ]) {
      const { error } = await world.auth.client().auth.getUser(token);
      expect(error).toMatchObject({ status: 403, code: "bad_jwt" });
    }
  });

  test("refuses a token that has expired", async () => {
    const { session } = await signUp(world.auth);
    const claims = await world.auth.tokens.verify(session.access_token);
    const past = Math.floor(Date.now() / 1000) - 1;
    const token = await world.auth.tokens.sign({ ...claims, exp: past });

    const { error } = await world.auth.client().auth.getUser(token);

    expect(error).toMatchObject({ status: 403, code: "bad_jwt" });
    expect(error?.message).toContain("exp");
  });

  test("refuses a token that names another user's session", async () => {
    const { session } = await signUp(world.auth);
    const other = await signUp(world.auth);
    const claims = await world.auth.tokens.verify(session.access_token);
    const token = await world.auth.tokens.sign({ ...claims, sub: other.user.id });

    const { error } = await world.auth.client().auth.getUser(token);

    expect(error?.name).toBe("AuthSessionMissingError");
  });

  test("refuses a user banned or deleted since the token was issued", async () => {
    const { session, user, client } = await signUp(world.auth);
    await world.sql.query("update auth.users set banned_until = 'infinity' where id = $1", [
      user.id,
    ]);
    expect((await client.auth.getUser(session.access_token)).error?.code).toBe("user_banned");

    await world.sql.query(
      "update auth.users set banned_until = null, deleted_at = now() where id = $1",
      [user.id],
    );
    expect((await client.auth.getUser(session.access_token)).error?.code).toBe("user_not_found");
  });
});

describe("changing", () => {
  test("merges metadata, and null removes a member", async () => {
    const { client, user } = await signUp(world.auth, { name: "Ada", theme: "dark", keep: 1 });

    const { data, error } = await client.auth.updateUser({
      data: { name: "Grace", theme: null, added: { deep: true } },
    });

    expect(error).toBeNull();
    const expected = { name: "Grace", keep: 1, added: { deep: true }, email_verified: true };
    expect(data.user?.user_metadata).toEqual(expected);
    const { rows } = await world.sql.query(
      "select raw_user_meta_data as metadata from auth.users where id = $1",
      [user.id],
    );
    expect(rows).toEqual([{ metadata: expected }]);
  });

  test("loses nothing of ten changes at once", async () => {
    const { client } = await signUp(world.auth);

    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        client.auth.updateUser({ data: { [`key_${index}`]: index } }),
      ),
    );

    const { data } = await client.auth.getUser();
    expect(Object.keys(data.user?.user_metadata ?? {})).toHaveLength(11);
  });

  test("changes the password and ends all other sessions", async () => {
    const { client, email, session } = await signUp(world.auth);
    const elsewhere = await signIn(world.auth, email);

    const { error } = await client.auth.updateUser({ password: "a new password" });

    expect(error).toBeNull();
    expect((await attempt(email, PASSWORD)).error?.code).toBe("invalid_credentials");
    expect((await attempt(email, "a new password")).error).toBeNull();
    expect((await client.auth.getUser()).error).toBeNull();
    expect((await elsewhere.client.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
    const refreshed = await client.auth.refreshSession({ refresh_token: session.refresh_token });
    expect(refreshed.error).toBeNull();
  });

  test("refuses the same password, a weak one and one that is too long", async () => {
    const { client } = await signUp(world.auth);
    const change = async (password: string) => (await client.auth.updateUser({ password })).error;

    expect(await change(PASSWORD)).toMatchObject({ code: "same_password", status: 422 });
    expect(await change("short")).toMatchObject({ code: "weak_password", reasons: ["length"] });
    expect(await change("")).toMatchObject({ code: "weak_password" });
    expect(await change("x".repeat(73))).toMatchObject({ code: "validation_failed" });
  });

  test("asks for a recent sign-in where secure_password_change is on", async () => {
    const toml = "[auth.email]\nsecure_password_change = true";
    await using auth = await startAuth(world.database, { toml });
    const { client, user } = await signUp(auth);

    expect((await client.auth.updateUser({ password: "a new password" })).error).toBeNull();
    await world.sql.query(
      "update auth.sessions set created_at = now() - interval '25 hours' where user_id = $1",
      [user.id],
    );
    const { error } = await client.auth.updateUser({ password: "a newer password" });
    expect(error?.code).toBe("reauthentication_needed");
  });

  test("refuses another account's address", async () => {
    const { client } = await signUp(world.auth);
    const other = await signUp(world.auth);

    const { error } = await client.auth.updateUser({ email: other.email });

    expect(error).toMatchObject({ code: "email_exists", status: 422 });
  });

  test("never lets a user write app_metadata or their role", async () => {
    const { session, user } = await signUp(world.auth);
    const put = (body: object) =>
      world.auth.request("/user", {
        method: "PUT",
        headers: { authorization: `Bearer ${session.access_token}` },
        body: JSON.stringify(body),
      });

    const refused = await put({ app_metadata: { role: "owner" } });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "not_admin" });
    await put({ role: "service_role", aud: "x", banned_until: "none", id: crypto.randomUUID() });
    const { rows } = await world.sql.query("select id, role, aud from auth.users where id = $1", [
      user.id,
    ]);
    expect(rows).toEqual([{ id: user.id, role: "authenticated", aud: "authenticated" }]);
  });

  test("says so when a trigger refuses the change, and changes nothing", async () => {
    const { client } = await signUp(world.auth, { name: "Ada" });
    await world.sql.query(`
      create function public.refuse() returns trigger language plpgsql as $$
      begin raise exception 'never'; end $$;
      create trigger refuse before update on auth.users for each row
        when (new.raw_user_meta_data ->> 'name' = 'refused') execute function public.refuse()`);

    const { error } = await client.auth.updateUser({ data: { name: "refused" } });

    expect(error).toMatchObject({ status: 500, message: "Error updating user" });
    const { data } = await client.auth.getUser();
    expect(data.user?.user_metadata.name).toBe("Ada");
  });

  test("writes what happened to the audit", async () => {
    const { client, user } = await signUp(world.auth, { full_name: "Ada" });
    await client.auth.updateUser({ password: "a new password", data: { full_name: "Grace" } });

    const { rows } = await world.sql.query(
      `select payload ->> 'action' as action, payload ->> 'actor_name' as name
      from auth.audit_log_entries
      where payload ->> 'actor_id' = $1 and payload ->> 'log_type' = 'user'
      order by 1`,
      [user.id],
    );
    expect(rows).toEqual([
      { action: "user_modified", name: "Ada" },
      { action: "user_updated_password", name: "Ada" },
    ]);
  });
});
