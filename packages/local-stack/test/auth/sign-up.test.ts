import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newEmail, PASSWORD, signUp, startAuth, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.sql.query(`
    create table public.profiles (
      id uuid primary key references auth.users on delete cascade, full_name text, confirmed boolean
    );
    create function public.handle_new_user() returns trigger language plpgsql
      security definer set search_path = '' as $$
    begin
      if new.raw_user_meta_data ->> 'refuse' = 'insert' then raise exception 'not you'; end if;
      insert into public.profiles (id, full_name, confirmed)
      values (new.id, new.raw_user_meta_data ->> 'full_name', new.email_confirmed_at is not null);
      return new;
    end $$;
    create trigger handle_new_user after insert on auth.users
      for each row execute function public.handle_new_user();

    create function public.handle_confirmed_user() returns trigger language plpgsql as $$
    begin
      if new.raw_user_meta_data ->> 'refuse' = 'update' then raise exception 'not you'; end if;
      return new;
    end $$;
    create trigger handle_confirmed_user after update of email_confirmed_at on auth.users
      for each row execute function public.handle_confirmed_user();

    create function public.handle_commit() returns trigger language plpgsql as $$
    begin
      if new.raw_user_meta_data ->> 'refuse' = 'commit' then raise exception 'not you'; end if;
      return null;
    end $$;
    create constraint trigger handle_commit after insert on auth.users
      deferrable initially deferred for each row execute function public.handle_commit();
  `);
});
afterAll(() => world[Symbol.asyncDispose]());

async function countRows(email: string): Promise<number> {
  const { rows } = await world.sql.query(
    `select
      (select count(*) from auth.users where email = $1)
      + (select count(*) from auth.identities where email = $1)
      + (select count(*) from auth.audit_log_entries where payload ->> 'actor_username' = $1)
      as count`,
    [email],
  );
  return Number(rows[0].count);
}

describe("without confirmation of addresses", () => {
  test("signs the newcomer in", async () => {
    const { client, user, session, email } = await signUp(world.auth, { full_name: "Ada" });

    expect(user).toMatchObject({
      email,
      aud: "authenticated",
      role: "authenticated",
      phone: "",
      is_anonymous: false,
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: { full_name: "Ada", email_verified: true },
    });
    expect(user.email_confirmed_at).toBeTypeOf("string");
    expect(user.last_sign_in_at).toBeTypeOf("string");
    expect(session).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    const { data } = await client.auth.getUser();
    expect(data.user?.id).toBe(user.id);
  });

  test("stores metadata as a jsonb object, which a trigger can read", async () => {
    const { user } = await signUp(world.auth, { full_name: "Grace", nested: { list: [1, "two"] } });

    const { rows } = await world.sql.query(
      `select jsonb_typeof(u.raw_user_meta_data) as user_type,
        jsonb_typeof(u.raw_app_meta_data) as app_type,
        jsonb_typeof(i.identity_data) as identity_type,
        u.raw_user_meta_data -> 'nested' -> 'list' ->> 1 as second,
        p.full_name, p.confirmed
      from auth.users u
      join auth.identities i on i.user_id = u.id
      join public.profiles p on p.id = u.id
      where u.id = $1`,
      [user.id],
    );
    expect(rows).toEqual([
      {
        user_type: "object",
        app_type: "object",
        identity_type: "object",
        second: "two",
        full_name: "Grace",
        // As on hosted, the confirmation is an update that follows the insert.
        confirmed: false,
      },
    ]);
  });

  test("writes the identity, the audit and a hash that pgcrypto reads", async () => {
    const { user, email } = await signUp(world.auth);

    const { rows: identities } = await world.sql.query(
      "select provider, provider_id, email from auth.identities where user_id = $1",
      [user.id],
    );
    expect(identities).toEqual([{ provider: "email", provider_id: user.id, email }]);
    expect(user.identities?.[0]).toMatchObject({ id: user.id, provider: "email", email });
    const { rows: audit } = await world.sql.query(
      `select payload ->> 'action' as action, payload ->> 'log_type' as log_type
      from auth.audit_log_entries
      where payload ->> 'actor_id' = $1
      order by payload ->> 'action'`,
      [user.id],
    );
    expect(audit).toEqual([
      { action: "login", log_type: "account" },
      { action: "user_signedup", log_type: "team" },
    ]);
    const { rows: hashes } = await world.sql.query(
      `select encrypted_password = extensions.crypt($2, encrypted_password) as matches
      from auth.users where id = $1`,
      [user.id, PASSWORD],
    );
    expect(hashes).toEqual([{ matches: true }]);
  });

  test("keeps addresses in lower case", async () => {
    const { data } = await world.auth
      .client()
      .auth.signUp({ email: "Mixed.Case@Example.COM", password: PASSWORD });

    expect(data.user?.email).toBe("mixed.case@example.com");
  });

  test("refuses a taken address, however it is spelt, and changes nothing", async () => {
    const { email } = await signUp(world.auth);

    const { data, error } = await world.auth
      .client()
      .auth.signUp({ email: email.toUpperCase(), password: "another password" });

    expect(error).toMatchObject({ code: "user_already_exists", status: 422 });
    expect(data.session).toBeNull();
    const { error: signInError } = await world.auth
      .client()
      .auth.signInWithPassword({ email, password: "another password" });
    expect(signInError?.code).toBe("invalid_credentials");
  });

  test("never signs in to an invited account of the address", async () => {
    const email = newEmail();
    await world.sql.query(
      `insert into auth.users (instance_id, id, aud, role, email, invited_at, raw_app_meta_data)
      values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
        'authenticated', $1, now(), '{"role": "owner"}')`,
      [email],
    );

    const { error } = await world.auth.client().auth.signUp({ email, password: PASSWORD });

    expect(error?.code).toBe("user_already_exists");
  });

  test("makes one account of ten sign-ups at once", async () => {
    const email = newEmail();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.auth.client().auth.signUp({ email, password: PASSWORD }),
      ),
    );

    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    for (const { error } of answers.filter((answer) => answer.error)) {
      expect(error?.code).toBe("user_already_exists");
    }
  });

  test.each(["insert", "update", "commit"])(
    "leaves nothing behind when a trigger refuses the %s",
    async (moment) => {
      const email = newEmail();

      const { data, error } = await world.auth
        .client()
        .auth.signUp({ email, password: PASSWORD, options: { data: { refuse: moment } } });

      expect(error).toMatchObject({ status: 500, message: "Database error saving new user" });
      expect(data.user).toBeNull();
      expect(await countRows(email)).toBe(0);
    },
  );

  test("tells the reasons of a weak password", async () => {
    const { error } = await world.auth
      .client()
      .auth.signUp({ email: newEmail(), password: "short" });

    expect(error).toMatchObject({ code: "weak_password", status: 422, reasons: ["length"] });
  });

  test("refuses a password longer than bcrypt reads, counted in bytes", async () => {
    const client = world.auth.client();

    const tooLong = await client.auth.signUp({ email: newEmail(), password: "é".repeat(37) });
    expect(tooLong.error).toMatchObject({ code: "validation_failed", status: 400 });
    const longest = await client.auth.signUp({ email: newEmail(), password: "é".repeat(36) });
    expect(longest.error).toBeNull();
  });

  test.each(["", "nobody", "no body@example.com", "a@b@c.de", `${"a".repeat(250)}@example.com`])(
    "refuses the address %j",
    async (email) => {
      const response = await world.auth.request("/signup", {
        method: "POST",
        body: JSON.stringify({ email, phone: "", password: PASSWORD }),
      });

      expect(response.ok).toBe(false);
      expect(await response.json()).toMatchObject({
        code: email === "" ? "anonymous_provider_disabled" : "validation_failed",
      });
    },
  );

  test("refuses a phone number", async () => {
    const { error } = await world.auth
      .client()
      .auth.signUp({ phone: "+4912345678", password: PASSWORD });

    expect(error?.code).toBe("phone_provider_disabled");
  });
});

describe("with confirmation of addresses", () => {
  const toml = '[auth.email]\nenable_confirmations = true\nmax_frequency = "0s"';

  test("gives no session, and a sign-in waits for the confirmation", async () => {
    await using auth = await startAuth(world.database, { toml });
    const email = newEmail();

    const { data, error } = await auth.client().auth.signUp({ email, password: PASSWORD });

    expect(error).toBeNull();
    expect(data.session).toBeNull();
    expect(data.user?.email).toBe(email);
    expect(data.user?.email_confirmed_at).toBeUndefined();
    const signIn = await auth.client().auth.signInWithPassword({ email, password: PASSWORD });
    expect(signIn.error?.code).toBe("email_not_confirmed");
  });

  test("answers a taken address with a user that is made up", async () => {
    await using auth = await startAuth(world.database, { toml });
    const { email, user } = await signUp(world.auth, { secret: "mine" });

    const { data, error } = await auth
      .client()
      .auth.signUp({ email, password: "another password", options: { data: { mine: false } } });

    expect(error).toBeNull();
    expect(data.user?.id).not.toBe(user.id);
    expect(data.user).toMatchObject({ email, identities: [], user_metadata: { mine: false } });
    expect(data.user?.last_sign_in_at).toBeUndefined();
  });

  test("tells a repeated sign-up nothing of what the first one said", async () => {
    await using auth = await startAuth(world.database, { toml });
    const email = newEmail();
    const first = { email, password: PASSWORD, options: { data: { note: "private" } } };
    const made = await auth.client().auth.signUp(first);

    const { data, error } = await auth
      .client()
      .auth.signUp({ email, password: "another password" });

    expect(error).toBeNull();
    expect(data.session).toBeNull();
    expect(data.user?.id).toBe(made.data.user?.id);
    expect(data.user?.user_metadata).toEqual({});
    expect(JSON.stringify(data.user)).not.toContain("private");
  });
});

test("is closed by enable_signup = false", async () => {
  await using auth = await startAuth(world.database, { toml: "[auth]\nenable_signup = false" });

  const { error } = await auth.client().auth.signUp({ email: newEmail(), password: PASSWORD });

  expect(error).toMatchObject({ code: "signup_disabled", status: 422 });
});

test("asks for the characters that password_requirements names", async () => {
  const toml = '[auth]\npassword_requirements = "lower_upper_letters_digits_symbols"';
  await using auth = await startAuth(world.database, { toml });
  const attempt = (password: string) => auth.client().auth.signUp({ email: newEmail(), password });

  const { error } = await attempt("onlylower");
  expect(error).toMatchObject({ code: "weak_password", reasons: ["characters"] });
  expect((await attempt("Lower1;")).error).toBeNull();
});
