import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type MailWorld, startMailWorld } from "./mail-support.ts";
import { signUp } from "./support.ts";

const TOML = `
[auth]
enable_anonymous_sign_ins = true
[auth.rate_limit]
anonymous_users = 10000
sign_in_sign_ups = 10000
token_verifications = 10000
token_refresh = 10000
[auth.mfa.totp]
enroll_enabled = true
verify_enabled = true
`;

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: TOML });
});
afterAll(() => world[Symbol.asyncDispose]());

const ID = crypto.randomUUID();
const DOORS = [
  ["POST", "/signup"],
  ["POST", "/otp"],
  ["POST", "/magiclink"],
  ["POST", "/recover"],
  ["POST", "/resend"],
  ["POST", "/verify"],
  ["POST", "/token?grant_type=password"],
  ["POST", "/token?grant_type=pkce"],
  ["POST", "/token?grant_type=id_token"],
  ["PUT", "/user"],
  ["POST", "/factors"],
  ["POST", `/factors/${ID}/verify`],
  ["POST", "/factors/%00/challenge"],
  ["POST", "/invite"],
  ["POST", "/admin/users"],
  ["PUT", `/admin/users/${ID}`],
  ["DELETE", `/admin/users/${ID}`],
  ["POST", "/admin/generate_link"],
] as const;

/** Values that no member of a body is meant to have. */
const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  " ",
  "\0",
  "\ud800",
  "%00",
  "' or 1=1 --",
  "x".repeat(5_000),
  "🦊@example.com",
  [],
  [[]],
  {},
  { $gt: "" },
  { toString: 1 },
];
const MEMBERS = [
  "email",
  "phone",
  "password",
  "data",
  "type",
  "token",
  "token_hash",
  "code_challenge",
  "code_challenge_method",
  "create_user",
  "auth_code",
  "code_verifier",
  "factor_type",
  "friendly_name",
  "challenge_id",
  "code",
  "ban_duration",
  "app_metadata",
  "user_metadata",
  "role",
  "aud",
  "id",
  "new_email",
  "redirect_to",
  "nonce",
  "should_soft_delete",
];
const SOUND = {
  email: "door@example.com",
  password: "correct horse 42",
  type: "signup",
  factor_type: "totp",
};
const answerSchema = z.object({ code: z.union([z.string(), z.number()]) });

describe.each(DOORS)("%s %s", (method, path) => {
  test("answers whatever it gets with a code", async () => {
    const { session } = await signUp(world.auth);
    const isAdmins = path.startsWith("/admin") || path === "/invite";
    const token = isAdmins
      ? await world.auth.tokens.signWithSecret({ role: "service_role" })
      : session.access_token;
    const headers = { authorization: `Bearer ${token}` };
    const failures: unknown[] = [];

    for (const [row, member] of MEMBERS.entries()) {
      // A quarter of the combinations: each value meets several members, and each member several values.
      for (const value of ODD.filter((_, column) => (row + column) % 4 === 0)) {
        const body = JSON.stringify({ ...SOUND, [member]: value });
        const response = await world.auth.request(path, { method, headers, body });
        const text = await response.text();
        const isCoded = answerSchema.safeParse(JSON.parse(text)).success;
        if (response.status >= 500 || (!response.ok && !isCoded)) {
          failures.push({ member, value, status: response.status, text });
        }
      }
    }

    expect(failures).toEqual([]);
  });
});

describe("a link", () => {
  test.each(["%00", "%ff", "a%00b", "x".repeat(4_000), "%F0%9F%A6%8A", "'%20or%201=1"])(
    "with the token %s leads to the site with a code",
    async (token) => {
      for (const prefix of ["", "pkce_"]) {
        const path = `/verify?type=signup&token=${prefix}${token}`;
        const response = await world.auth.request(path, { redirect: "manual" });
        expect(response.status).toBe(303);
        expect(response.headers.get("location")).toContain("error_code=otp_expired");
      }
    },
  );
});

test("a list of users takes any filter", async () => {
  const token = await world.auth.tokens.signWithSecret({ role: "service_role" });
  for (const filter of ["%00", "%25", "_", "%ff", "'"]) {
    const response = await world.auth.request(`/admin/users?filter=${filter}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBeLessThan(500);
  }
});
