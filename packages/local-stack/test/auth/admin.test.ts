import { hash } from "@node-rs/bcrypt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  adminOf,
  CONFIRMING,
  follow,
  fragment,
  lastMail,
  type MailWorld,
  startMailWorld,
} from "./mail-support.ts";
import { newEmail, PASSWORD, signIn, signUp } from "./support.ts";

let world: MailWorld;
let admin: Awaited<ReturnType<typeof adminOf>>;
beforeAll(async () => {
  world = await startMailWorld();
  admin = await adminOf(world.auth);
});
afterAll(() => world[Symbol.asyncDispose]());

const listSchema = z.object({
  users: z.array(z.object({ email: z.string() })).optional(),
  code: z.string().optional(),
});

const attempt = (email: string, password = PASSWORD) =>
  world.auth.client().auth.signInWithPassword({ email, password });

async function createUser(attributes: object = {}) {
  const email = newEmail();
  const { data, error } = await admin.createUser({
    email,
    password: PASSWORD,
    email_confirm: true,
    ...attributes,
  });
  expect(error).toBeNull();
  if (!data.user) throw new Error("no user");
  return { email, user: data.user };
}

describe("the admin interface", () => {
  const ID = crypto.randomUUID();

  test.each([
    ["GET", "/admin/users"],
    ["POST", "/admin/users"],
    ["GET", `/admin/users/${ID}`],
    ["PUT", `/admin/users/${ID}`],
    ["DELETE", `/admin/users/${ID}`],
    ["GET", `/admin/users/${ID}/factors`],
    ["DELETE", `/admin/users/${ID}/factors/${ID}`],
    ["POST", "/admin/generate_link"],
    ["POST", "/invite"],
    ["GET", "/admin/anything"],
  ])("is closed to everybody else: %s %s", async (method, path) => {
    await using open = await world.startAuth({});
    const { session } = await signUp(open);
    const userToken = await world.auth.tokens.sign(await open.tokens.verify(session.access_token));
    const anonToken = await world.auth.tokens.signWithSecret({ role: "anon" });
    const request = (token?: string) =>
      world.auth.request(path, {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        ...(method === "GET" ? {} : { body: "{}" }),
      });

    for (const token of [userToken, anonToken]) {
      const response = await request(token);
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ code: "not_admin", message: "User not allowed" });
    }
    expect((await request()).status).toBe(401);
    const forged = await request(`${userToken.slice(0, -3)}AAA`);
    expect(await forged.json()).toMatchObject({ code: "bad_jwt" });
  });
});

describe("createUser", () => {
  test("makes a confirmed account that can sign in", async () => {
    const { email, user } = await createUser({
      user_metadata: { full_name: "Ada" },
      app_metadata: { plan: "pro" },
    });

    expect(user).toMatchObject({
      email,
      role: "authenticated",
      user_metadata: { full_name: "Ada", email_verified: true },
      app_metadata: { provider: "email", providers: ["email"], plan: "pro" },
    });
    expect((await attempt(email)).error).toBeNull();
    expect((await world.mail.inbox(`to=${email}`)).total).toBe(0);
  });

  test("leaves the address unconfirmed unless told otherwise", async () => {
    const { email } = await createUser({ email_confirm: false });

    expect((await attempt(email)).error?.code).toBe("email_not_confirmed");
  });

  test("takes an id, a role, a ban and a hash", async () => {
    const id = crypto.randomUUID();
    const { email, user } = await createUser({
      id,
      role: "support",
      ban_duration: "1h",
      password: undefined,
      password_hash: await hash("hashed elsewhere", 4),
    });

    expect(user).toMatchObject({ id, role: "support" });
    expect(Date.parse(String(Reflect.get(user, "banned_until")))).toBeGreaterThan(Date.now());
    expect((await attempt(email, "hashed elsewhere")).error?.code).toBe("user_banned");
  });

  test("makes accounts of a phone number too", async () => {
    const { data, error } = await admin.createUser({ phone: "+491234567890", phone_confirm: true });

    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      phone: "491234567890",
      app_metadata: { provider: "phone", providers: ["phone"] },
    });
    const again = await admin.createUser({ phone: "491234567890" });
    expect(again.error?.code).toBe("phone_exists");
  });

  test("refuses a taken address, also of many at once", async () => {
    const { email } = await createUser();
    expect((await admin.createUser({ email: email.toUpperCase() })).error).toMatchObject({
      status: 422,
      code: "email_exists",
    });

    const raced = newEmail();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => admin.createUser({ email: raced })),
    );
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
  });

  test.each([
    [{}, "either an email or phone"],
    [{ email: "nobody" }, "invalid format"],
    [{ phone: "abc" }, "E.164"],
    [{ email: "a@example.com", id: "1" }, "uuid"],
    [{ email: "a@example.com", id: "00000000-0000-0000-0000-000000000000" }, "nil uuid"],
    [{ email: "a@example.com", ban_duration: "forever" }, "ban duration"],
    [{ email: "a@example.com", password: "x".repeat(73) }, "longer than 72"],
    [{ email: "a@example.com", password: "x", password_hash: "y" }, "Only a password or"],
    [{ email: "a@example.com", password_hash: "plain" }, "bcrypt"],
  ])("refuses %j", async (attributes, message) => {
    const { error } = await admin.createUser(attributes);

    expect(error).toMatchObject({
      status: 400,
      code: "validation_failed",
      message: expect.stringContaining(message),
    });
  });
});

describe("listUsers", () => {
  test("lists pages, newest first, and says how many there are", async () => {
    await using own = await startMailWorld();
    const ownAdmin = await adminOf(own.auth);
    for (const n of [1, 2, 3, 4, 5]) {
      await ownAdmin.createUser({
        email: `list-${n}@example.com`,
        user_metadata: { full_name: n === 3 ? "Grace Hopper" : "Ada" },
      });
    }

    const { data, error } = await ownAdmin.listUsers({ page: 2, perPage: 2 });

    expect(error).toBeNull();
    expect(data.users.map(({ email }) => email)).toEqual([
      "list-3@example.com",
      "list-2@example.com",
    ]);
    expect(data).toMatchObject({ total: 5, nextPage: 3, lastPage: 3, aud: "authenticated" });
    const last = await ownAdmin.listUsers({ page: 3, perPage: 2 });
    expect(last.data).toMatchObject({ nextPage: null, lastPage: 3 });
    const token = await own.auth.tokens.signWithSecret({ role: "service_role" });
    const query = async (search: string) => {
      const response = await own.auth.request(`/admin/users?${search}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const body = listSchema.parse(await response.json());
      return body.users?.map(({ email }) => email) ?? body.code;
    };
    expect(await query("filter=hopper")).toEqual(["list-3@example.com"]);
    expect(await query("sort=created_at%20asc&per_page=1")).toEqual(["list-1@example.com"]);
    expect(await query("sort=email")).toBe("validation_failed");
    for (const wrong of ["page=0", "page=-1", "per_page=x", "page=1e9", "per_page=99999999999"]) {
      expect(await query(wrong)).toBe("validation_failed");
    }
    expect(await query("page=2147483647&per_page=2147483647")).toEqual([]);
  });
});

describe("updateUserById", () => {
  test("changes everything at once", async () => {
    const { email, user } = await createUser();
    const { session } = await signIn(world.auth, email);
    const next = newEmail();

    const { data, error } = await admin.updateUserById(user.id, {
      email: next,
      email_confirm: true,
      password: "set by an admin",
      user_metadata: { a: 1 },
      app_metadata: { plan: "pro" },
      role: "support",
    });

    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: next,
      role: "support",
      user_metadata: { a: 1, email_verified: true },
      app_metadata: { provider: "email", plan: "pro" },
      identities: [{ email: next, identity_data: { email: next, email_verified: true } }],
    });
    expect((await attempt(email)).error?.code).toBe("invalid_credentials");
    expect((await attempt(next, "set by an admin")).error).toBeNull();
    // A password that somebody else set ends what was signed in before.
    expect((await world.auth.client().auth.getUser(session.access_token)).error).not.toBeNull();
  });

  test("bans and lifts the ban", async () => {
    const { email, user } = await createUser();
    const { client, session } = await signIn(world.auth, email);

    await admin.updateUserById(user.id, { ban_duration: "24h" });
    expect((await attempt(email)).error?.code).toBe("user_banned");
    expect((await client.auth.getUser(session.access_token)).error?.code).toBe("user_banned");
    expect((await client.auth.refreshSession()).error?.code).toBe("user_banned");

    await admin.updateUserById(user.id, { ban_duration: "none" });
    expect((await attempt(email)).error).toBeNull();
  });

  test("voids what was mailed to the old address", async () => {
    const { email, user } = await createUser();
    await world.auth.client().auth.resetPasswordForEmail(email);
    const { hash: token_hash } = await lastMail(world.mail, email);

    await admin.updateUserById(user.id, { email: newEmail() });

    const { error } = await world.auth.client().auth.verifyOtp({ token_hash, type: "recovery" });
    expect(error?.code).toBe("otp_expired");
  });

  test("refuses a weak password, a taken address and an unknown account", async () => {
    const { user } = await createUser();
    const other = await createUser();

    const weak = await admin.updateUserById(user.id, { password: "short" });
    expect(weak.error?.code).toBe("weak_password");
    const taken = await admin.updateUserById(user.id, { email: other.email });
    expect(taken.error?.code).toBe("email_exists");
    const unknown = await admin.updateUserById(crypto.randomUUID(), { role: "x" });
    expect(unknown.error).toMatchObject({ status: 404, code: "user_not_found" });
  });
});

describe("getUserById, deleteUser and signOut", () => {
  test("show an account with all that belongs to it", async () => {
    const { user, email } = await createUser();

    const { data } = await admin.getUserById(user.id);

    expect(data.user).toMatchObject({ id: user.id, email, identities: [{ provider: "email" }] });
    expect(JSON.stringify(data)).not.toMatch(/\$2a\$|_token/);
    expect((await admin.getUserById(crypto.randomUUID())).error?.code).toBe("user_not_found");
  });

  test("delete an account with everything", async () => {
    const { user, email } = await createUser();
    const { session } = await signIn(world.auth, email);

    expect((await admin.deleteUser(user.id)).error).toBeNull();

    expect((await admin.getUserById(user.id)).error?.code).toBe("user_not_found");
    expect((await attempt(email)).error?.code).toBe("invalid_credentials");
    const gone = await world.auth.client().auth.getUser(session.access_token);
    expect(gone.error?.code).toBe("user_not_found");
    expect((await admin.createUser({ email })).error).toBeNull();
  });

  test("delete softly: the row stays, and nothing in it says whose it was", async () => {
    const { user, email } = await createUser({ user_metadata: { full_name: "Ada Lovelace" } });
    await signIn(world.auth, email);

    expect((await admin.deleteUser(user.id, true)).error).toBeNull();

    const { rows } = await world.sql.query(
      `select to_jsonb(u)::text || coalesce((
        select string_agg(to_jsonb(i)::text, '') from auth.identities i where i.user_id = u.id
      ), '') as everything, deleted_at is not null as deleted
      from auth.users u where id = $1`,
      [user.id],
    );
    expect(rows[0].deleted).toBe(true);
    expect(rows[0].everything).not.toMatch(/Lovelace|\$2a\$/);
    expect(rows[0].everything).not.toContain(email);
    expect((await attempt(email)).error?.code).toBe("invalid_credentials");
    expect((await admin.createUser({ email })).error).toBeNull();
  });

  test("say so when the project's tables keep an account from being deleted", async () => {
    const { user } = await createUser();
    await world.sql.query(
      "create table public.keepers (id uuid primary key references auth.users)",
    );
    await world.sql.query("insert into public.keepers values ($1)", [user.id]);

    const { error } = await admin.deleteUser(user.id);

    expect(error).toMatchObject({ status: 500, message: "Database error deleting user" });
    expect((await admin.getUserById(user.id)).error).toBeNull();
  });

  test("end the sessions of whose token is given", async () => {
    const { email } = await createUser();
    const first = await signIn(world.auth, email);
    const second = await signIn(world.auth, email);

    const { error } = await admin.signOut(first.session.access_token, "others");

    expect(error).toBeNull();
    expect((await first.client.auth.getUser()).error).toBeNull();
    expect((await second.client.auth.getUser()).error).not.toBeNull();
  });
});

describe("inviteUserByEmail", () => {
  test("mails a link by which somebody joins and chooses a password", async () => {
    const email = newEmail();
    const { data, error } = await admin.inviteUserByEmail(email, {
      data: { full_name: "Grace" },
      redirectTo: "http://127.0.0.1:3000/welcome",
    });
    expect(error).toBeNull();
    expect(data.user?.invited_at).toBeTypeOf("string");
    const mail = await lastMail(world.mail, email);
    expect(mail).toMatchObject({ subject: "You have been invited", type: "invite" });

    const target = await follow(mail.link);
    expect(target.pathname).toBe("/welcome");
    const client = world.auth.client();
    const { access_token = "", refresh_token = "" } = fragment(target);
    const joined = await client.auth.setSession({ access_token, refresh_token });
    expect(joined.data.user).toMatchObject({ email, user_metadata: { full_name: "Grace" } });
    expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull();
    expect((await attempt(email)).error).toBeNull();
  });

  test("works by code and hash, mails again, and refuses who has joined", async () => {
    const email = newEmail();
    await admin.inviteUserByEmail(email);
    const first = await lastMail(world.mail, email);
    expect((await admin.inviteUserByEmail(email)).error).toBeNull();
    const { code } = await lastMail(world.mail, email);
    const client = world.auth.client();

    const old = await client.auth.verifyOtp({ token_hash: first.hash, type: "invite" });
    expect(old.error?.code).toBe("otp_expired");
    expect((await client.auth.verifyOtp({ email, token: code, type: "invite" })).error).toBeNull();
    expect((await admin.inviteUserByEmail(email)).error).toMatchObject({
      status: 422,
      code: "email_exists",
    });
  });

  test("hides an invitation from a stranger who signs up with its address", async () => {
    const email = newEmail();
    const { data: invited } = await admin.inviteUserByEmail(email, { data: { secret: "plan" } });
    await admin.updateUserById(invited.user?.id ?? "", { app_metadata: { role: "owner" } });

    const { data, error } = await world.auth.client().auth.signUp({ email, password: PASSWORD });

    expect(error).toBeNull();
    expect(data.session).toBeNull();
    expect(JSON.stringify(data)).not.toMatch(/secret|owner|invited_at/);
    expect((await attempt(email)).error?.code).toBe("invalid_credentials");
  });
});

describe("generateLink", () => {
  const verify = (token_hash: string, type: "signup" | "invite" | "magiclink" | "recovery") =>
    world.auth.client().auth.verifyOtp({ token_hash, type });

  test.each(["signup", "invite", "magiclink", "recovery"] as const)(
    "makes a %s link without mailing it",
    async (type) => {
      const email =
        type === "signup" || type === "invite" ? newEmail() : (await createUser()).email;
      const { data, error } = await admin.generateLink(
        type === "signup" ? { type, email, password: PASSWORD } : { type, email },
      );
      expect(error).toBeNull();
      const { properties, user } = data;
      expect(user?.email).toBe(email);
      expect(properties).toMatchObject({
        verification_type: type,
        email_otp: expect.stringMatching(/^\d{6}$/),
        redirect_to: "http://127.0.0.1:3000",
      });
      expect(new URL(properties?.action_link ?? "").searchParams.get("token")).toBe(
        properties?.hashed_token,
      );
      expect((await world.mail.inbox(`to=${email}`)).total).toBe(0);

      const target = await follow(properties?.action_link ?? "");
      expect(fragment(target)).toMatchObject({ type, token_type: "bearer" });
      const again = await verify(properties?.hashed_token ?? "", type);
      expect(again.error?.code).toBe("otp_expired");
    },
  );

  test("makes a sign-up of a magic link for a new address", async () => {
    const email = newEmail();

    const { data } = await admin.generateLink({ type: "magiclink", email });

    expect(data.properties?.verification_type).toBe("signup");
    expect((await verify(data.properties?.hashed_token ?? "", "signup")).error).toBeNull();
  });

  test("makes both links of a change of address", async () => {
    const { email, user } = await createUser();
    const newAddress = newEmail();
    const make = async (type: "email_change_current" | "email_change_new") =>
      (await admin.generateLink({ type, email, newEmail: newAddress })).data.properties;

    const current = await make("email_change_current");
    const next = await make("email_change_new");
    const client = world.auth.client();
    await client.auth.verifyOtp({ token_hash: current?.hashed_token ?? "", type: "email_change" });
    const { error } = await client.auth.verifyOtp({
      email: newAddress,
      token: next?.email_otp ?? "",
      type: "email_change",
    });

    expect(error).toBeNull();
    expect((await admin.getUserById(user.id)).data.user?.email).toBe(newAddress);
  });

  test("leads where it may", async () => {
    const { email } = await createUser();
    const make = async (redirectTo: string) => {
      const options = { redirectTo };
      const { data } = await admin.generateLink({ type: "magiclink", email, options });
      return data.properties?.redirect_to;
    };

    expect(await make("http://127.0.0.1:3000/inside")).toBe("http://127.0.0.1:3000/inside");
    expect(await make("https://evil.example/")).toBe("http://127.0.0.1:3000");
  });

  test("refuses what cannot be", async () => {
    const { email } = await createUser();
    const code = async (wish: Parameters<typeof admin.generateLink>[0]) =>
      (await admin.generateLink(wish)).error?.code;

    expect(await code({ type: "recovery", email: newEmail() })).toBe("user_not_found");
    expect(await code({ type: "signup", email, password: PASSWORD })).toBe("email_exists");
    expect(await code({ type: "invite", email })).toBe("email_exists");
    expect(await code({ type: "signup", email: newEmail(), password: "short" })).toBe(
      "weak_password",
    );
    const token = await world.auth.tokens.signWithSecret({ role: "service_role" });
    const odd = await world.auth.request("/admin/generate_link", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ type: "odd", email }),
    });
    expect(await odd.json()).toMatchObject({ code: "validation_failed" });
    await using auth = await world.startAuth({
      toml: `${CONFIRMING}\ndouble_confirm_changes = false`,
    });
    const { error } = await (await adminOf(auth)).generateLink({
      type: "email_change_current",
      email,
      newEmail: newEmail(),
    });
    expect(error?.code).toBe("validation_failed");
  });
});

test("the audit tells what administrators did", async () => {
  const { user, email } = await createUser();
  await admin.updateUserById(user.id, { role: "support" });
  await admin.deleteUser(user.id);

  const { rows } = await world.sql.query(
    `select payload ->> 'action' as action, payload ->> 'actor_username' as actor
    from auth.audit_log_entries
    where payload -> 'traits' ->> 'user_email' = $1
    order by created_at`,
    [email],
  );
  expect(rows).toEqual([
    { action: "user_signedup", actor: "service_role" },
    { action: "user_modified", actor: "service_role" },
    { action: "user_deleted", actor: "service_role" },
  ]);
});
