import { createHmac } from "node:crypto";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StackError } from "../../src/errors.ts";
import { countMails, type MailWorld, NOT_CONFIRMING, startMailWorld } from "./mail-support.ts";
import { newEmail, PASSWORD, signUp, type TestAuth } from "./support.ts";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: NOT_CONFIRMING });
  await world.sql.query(`
    create table public.events (name text, event jsonb);
    grant usage on schema public to supabase_auth_admin;
    grant insert on public.events to supabase_auth_admin;

    create function public.add_claims(event jsonb) returns jsonb language plpgsql as $$
    declare
      v_name text := event -> 'claims' -> 'user_metadata' ->> 'hook';
    begin
      case v_name
        when 'raise' then raise exception 'secret detail';
        when 'refuse' then return jsonb_build_object('error',
          jsonb_build_object('http_code', 403, 'message', 'Not on Sundays'));
        when 'nothing' then return '{}';
        when 'damage' then return jsonb_set(event, '{claims}', (event -> 'claims') - 'sub');
        when 'sleep' then perform pg_sleep(5);
        else null;
      end case;
      return jsonb_set(event, '{claims,tenant}', to_jsonb(event ->> 'authentication_method'));
    end $$;

    create function public.send_mail(event jsonb) returns jsonb language plpgsql as $$
    begin
      if event -> 'user' ->> 'email' like 'refused-%' then
        return '{"error": {"http_code": 429, "message": "Too many mails"}}';
      end if;
      insert into public.events values ('mail', event);
      return '{}';
    end $$;

    create function public.approve_user(event jsonb) returns jsonb language plpgsql as $$
    begin
      if event -> 'user' ->> 'email' not like '%@example.com' then
        return '{"error": {"http_code": 403, "message": "Only our own people"}}';
      end if;
      return '{}';
    end $$;

    revoke execute on all functions in schema public from public;
    grant execute on function public.add_claims, public.send_mail, public.approve_user
      to supabase_auth_admin;
    create function public.closed_hook(event jsonb) returns jsonb language sql
      as $$ select event $$;
    revoke execute on function public.closed_hook from public;
  `);
});
afterAll(() => world[Symbol.asyncDispose]());

const hookToml = (name: string, uri: string, more = "") =>
  `${NOT_CONFIRMING}\n[auth.hook.${name}]\nenabled = true\nuri = "${uri}"\n${more}`;
const inDatabase = (name: string) => `pg-functions://postgres/public/${name}`;

/** The answer itself: auth-js keeps no code of a failure of the server. */
async function rawSignUp(auth: TestAuth, email: string, data = {}) {
  const response = await auth.request("/signup", {
    method: "POST",
    body: JSON.stringify({ email, password: PASSWORD, data }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

async function lastEvent() {
  const { rows } = await world.sql.query(
    "select event from public.events order by ctid desc limit 1",
  );
  return rows[0].event;
}

describe.concurrent("the custom access token hook", () => {
  const toml = hookToml("custom_access_token", inDatabase("add_claims"));
  const trySignUp = async (hook: string) => {
    await using auth = await world.startAuth({ toml });
    const email = newEmail();
    const answer = await rawSignUp(auth, email, { hook });
    const { rows } = await world.sql.query("select 1 from auth.users where email = $1", [email]);
    return { ...answer, isThere: rows.length > 0 };
  };

  test("adds a claim to every token, and is told how somebody signed in", async ({ expect }) => {
    await using auth = await world.startAuth({ toml });
    const { client, session, email } = await signUp(auth);
    const tenant = async (token = "") => (await auth.tokens.verify(token)).tenant;

    expect(await tenant(session.access_token)).toBe("password");
    const { data } = await client.auth.refreshSession();
    expect(await tenant(data.session?.access_token)).toBe("token_refresh");
    const again = await auth.client().auth.signInWithPassword({ email, password: PASSWORD });
    expect(await tenant(again.data.session?.access_token)).toBe("password");
    expect((await client.auth.getUser()).error).toBeNull();
  });

  test("refuses a sign-in with a status and words of its own, and nothing is left of it", async ({
    expect,
  }) => {
    const { status, body, isThere } = await trySignUp("refuse");

    expect(status).toBe(403);
    expect(body).toEqual({ code: "unknown", message: "Not on Sundays" });
    expect(isThere).toBe(false);
  });

  test.for([
    ["raise", "Error running hook URI"],
    ["sleep", "Error running hook URI"],
    ["nothing", "output claims field is missing"],
    ["damage", "output claims do not conform to the expected schema: \n- sub"],
  ] as const)(
    "that does %s fails the sign-in, and tells nothing of why",
    async ([hook, message], { expect }) => {
      const { status, body, isThere } = await trySignUp(hook);

      expect(status).toBe(500);
      expect(body).toEqual({
        code: "unexpected_failure",
        message: expect.stringContaining(message),
      });
      expect(JSON.stringify(body)).not.toContain("secret detail");
      expect(isThere).toBe(false);
    },
  );

  test("that fails does not use up a refresh token", async ({ expect }) => {
    await using auth = await world.startAuth({ toml });
    const { user, session } = await signUp(auth);
    await world.sql.query(
      'update auth.users set raw_user_meta_data = \'{"hook": "raise"}\' where id = $1',
      [user.id],
    );
    // Asked once: the stock client repeats what the server failed at for half a minute.
    const failed = await auth.request("/token?grant_type=refresh_token", {
      method: "POST",
      body: JSON.stringify({ refresh_token: session.refresh_token }),
    });
    expect(failed.status).toBe(500);

    await world.sql.query("update auth.users set raw_user_meta_data = '{}' where id = $1", [
      user.id,
    ]);
    const { error } = await auth
      .client()
      .auth.refreshSession({ refresh_token: session.refresh_token });
    expect(error).toBeNull();
  });

  test("that Auth may not execute is not executed", async ({ expect }) => {
    await using auth = await world.startAuth({
      toml: hookToml("custom_access_token", inDatabase("closed_hook")),
    });

    const { error } = await auth.client().auth.signUp({ email: newEmail(), password: PASSWORD });

    expect(error?.status).toBe(500);
  });
});

describe("the send email hook", () => {
  test("takes the place of the mail server", async () => {
    await using auth = await world.startAuth({
      toml: hookToml("send_email", inDatabase("send_mail")),
    });
    const { email, user } = await signUp(auth);
    await auth.client().auth.resetPasswordForEmail(email);

    const event = await lastEvent();
    expect(event.user).toMatchObject({ id: user.id, email });
    expect(event.metadata).toMatchObject({ name: "send-email", uuid: expect.any(String) });
    expect(event.email_data).toMatchObject({
      token: expect.stringMatching(/^\d{6}$/),
      email_action_type: "recovery",
      redirect_to: "http://127.0.0.1:3000",
      site_url: `${auth.url}/auth/v1`,
    });
    expect(await countMails(world.mail, email)).toBe(0);
    const { error } = await auth
      .client()
      .auth.verifyOtp({ token_hash: event.email_data.token_hash, type: "recovery" });
    expect(error).toBeNull();
  });

  test("gets both codes of a change of address", async () => {
    await using auth = await world.startAuth({
      toml: hookToml("send_email", inDatabase("send_mail")),
    });
    const { client, email } = await signUp(auth);
    const next = newEmail();
    await client.auth.updateUser({ email: next });

    const { email_data: data } = await lastEvent();
    expect(data.token).not.toBe(data.token_new);
    const byOldCode = await client.auth.verifyOtp({
      email,
      token: data.token,
      type: "email_change",
    });
    expect(byOldCode.data.user?.email).toBe(next);
  });

  test("can refuse", async () => {
    await using auth = await world.startAuth({
      toml: hookToml("send_email", inDatabase("send_mail")),
    });
    const email = `refused-${newEmail()}`;

    const { error } = await auth.client().auth.signInWithOtp({ email });

    expect(error).toMatchObject({ status: 429, message: "Too many mails" });
    const { rows } = await world.sql.query("select 1 from auth.users where email = $1", [email]);
    expect(rows).toEqual([]);
  });
});

test("the before user created hook keeps strangers out, however they come", async () => {
  await using auth = await world.startAuth({
    toml: hookToml("before_user_created", inDatabase("approve_user")),
  });
  const email = "stranger@elsewhere.org";
  const client = auth.client();

  const refused = { status: 403, message: "Only our own people" };
  expect((await client.auth.signUp({ email, password: PASSWORD })).error).toMatchObject(refused);
  expect((await client.auth.signInWithOtp({ email })).error).toMatchObject(refused);
  await signUp(auth);
});

describe.concurrent("a hook behind HTTP", () => {
  const SECRET = Buffer.from("a secret of the project").toString("base64");
  const secrets = `secrets = "v1,whsec_${SECRET}"`;

  async function startHook(answer: (body: string, request: Request) => Response) {
    const requests: { body: string; headers: Headers }[] = [];
    const server = serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: async (request) => {
        const body = await request.text();
        requests.push({ body, headers: request.headers });
        return answer(body, request);
      },
    });
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    return {
      requests,
      url: `http://127.0.0.1:${address.port}/hook`,
      async [Symbol.asyncDispose]() {
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  test("is called with a signature that it can check", async ({ expect }) => {
    await using hook = await startHook((body) => {
      const event = JSON.parse(body);
      return Response.json({ claims: { ...event.claims, tenant: "by http" } });
    });
    await using auth = await world.startAuth({
      toml: hookToml("custom_access_token", hook.url, secrets),
    });

    const { session } = await signUp(auth);

    expect((await auth.tokens.verify(session.access_token)).tenant).toBe("by http");
    const { body, headers } = hook.requests[0] ?? { body: "", headers: new Headers() };
    const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`;
    const expected = createHmac("sha256", "a secret of the project")
      .update(signed)
      .digest("base64");
    expect(headers.get("webhook-signature")).toBe(`v1,${expected}`);
  });

  test.for([
    ["a status", () => new Response("no", { status: 418 }), 500, "unexpected_failure"],
    ["a page", () => new Response("<p>"), 400, "hook_payload_invalid_content_type"],
    ["a redirect", () => Response.redirect("http://127.0.0.1:1/"), 500, "unexpected_failure"],
    [
      "too much",
      () => Response.json({ claims: "x".repeat(300_000) }),
      422,
      "hook_payload_over_size_limit",
    ],
    [
      "a refusal",
      () => Response.json({ error: { http_code: 409, message: "No" } }),
      409,
      "unknown",
    ],
  ] as const)(
    "that answers with %s fails the sign-in",
    async ([_what, answer, status, code], { expect }) => {
      await using hook = await startHook(answer);
      await using auth = await world.startAuth({
        toml: hookToml("custom_access_token", hook.url, secrets),
      });

      const answered = await rawSignUp(auth, newEmail());

      expect(answered.status).toBe(status);
      expect(answered.body).toMatchObject({ code });
    },
  );

  test("that is busy is asked again", async ({ expect }) => {
    let calls = 0;
    await using hook = await startHook((body) => {
      calls += 1;
      if (calls < 3) return new Response(null, { status: 503, headers: { "retry-after": "1" } });
      return Response.json({ claims: JSON.parse(body).claims });
    });
    await using auth = await world.startAuth({
      toml: hookToml("custom_access_token", hook.url, secrets),
    });

    await signUp(auth);
    expect(calls).toBe(3);
  });

  test("that is not there fails the sign-in", async ({ expect }) => {
    await using auth = await world.startAuth({
      toml: hookToml("custom_access_token", "http://127.0.0.1:1/", secrets),
    });

    const { error } = await auth.client().auth.signUp({ email: newEmail(), password: PASSWORD });

    expect(error).toMatchObject({ status: 422, code: "hook_timeout_after_retry" });
  });
});

test.each([
  ["custom_access_token", "ftp://example.com", "", "a hook is"],
  ["custom_access_token", "pg-functions://postgres/only-one", "", "a hook is"],
  ["custom_access_token", "https://example.com", "", "needs secrets"],
  ["send_email", "https://example.com", 'secrets = "plain"', "v1,whsec_"],
  ["mfa_verification_attempt", inDatabase("x"), "", "does not call this hook"],
  ["send_sms", inDatabase("x"), "", "does not call this hook"],
])("config.toml with the hook %s = %s %s is refused", async (name, uri, more, message) => {
  const start = world.startAuth({ toml: hookToml(name, uri, more) });

  await expect(start).rejects.toThrow(message);
  await expect(start).rejects.toBeInstanceOf(StackError);
});
