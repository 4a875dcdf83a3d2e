import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createTokens, generateSigningKey } from "../../src/tokens.ts";
import { startApi } from "../gateway/start-api.ts";

let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi(await readFile(new URL("library.sql", import.meta.url), "utf8"));
});
afterAll(() => api?.[Symbol.asyncDispose]());

/** A role from the function, or a code from whoever refused. */
const answerSchema = z.looseObject({ role: z.string().optional(), code: z.string().optional() });

const now = () => Math.floor(Date.now() / 1000);
const claimsOf = (sub: string, lifetime = 3600) => ({
  sub,
  role: "authenticated",
  aud: "authenticated",
  exp: now() + lifetime,
  app_metadata: { provider: "email" },
});

function clientWith(token: string, key = api.keys.publishable) {
  return createClient(api.url, key, { accessToken: async () => token });
}

describe.each(["ES256", "HS256"] as const)("a user's token signed with %s", (algorithm) => {
  const sign = (claims: ReturnType<typeof claimsOf>) =>
    algorithm === "ES256" ? api.tokens.sign(claims) : api.tokens.signWithSecret(claims);

  test("makes the request that user's", async () => {
    const sub = randomUUID();
    const { data } = await clientWith(await sign(claimsOf(sub))).rpc("who_am_i");
    expect(data).toMatchObject({
      role: "authenticated",
      sub,
      claims: { app_metadata: { provider: "email" } },
    });
  });

  test("shows that user's rows and nobody else's", async () => {
    const [mine, theirs] = await Promise.all([
      sign(claimsOf(randomUUID())),
      sign(claimsOf(randomUUID())),
    ]);
    await clientWith(mine).from("notes").insert({ text: "mine" }).throwOnError();
    await clientWith(theirs).from("notes").insert({ text: "theirs" }).throwOnError();
    const { data } = await clientWith(mine).from("notes").select("text");
    expect(data).toEqual([{ text: "mine" }]);
    const changed = await clientWith(mine)
      .from("notes")
      .update({ text: "x" })
      .eq("text", "theirs")
      .select();
    expect(changed.data).toEqual([]);
  });

  test("counts for nothing once it has expired", async () => {
    // PostgREST allows clocks to differ by 30 s.
    const { status, data } = await clientWith(await sign(claimsOf(randomUUID(), -60)))
      .from("notes")
      .select();
    expect([status, data]).toEqual([401, null]);
  });

  test("counts for nothing when a claim was changed", async () => {
    const [header, , signature] = (await sign(claimsOf(randomUUID()))).split(".");
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(randomUUID()), role: "service_role" }));
    const token = `${header}.${forged.toString("base64url")}.${signature}`;
    const { status } = await clientWith(token).from("notes").select();
    expect(status).toBe(401);
  });
});

describe("tokens of elsewhere", () => {
  test("are refused: another installation's, unsigned ones, and nonsense", async () => {
    const stranger = await createTokens({
      jwtSecret: "another installation's secret, long enough",
      signingKey: await generateSigningKey(),
    });
    const claims = claimsOf(randomUUID());
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const tokens = [
      await stranger.sign(claims),
      await stranger.signWithSecret(claims),
      `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.`,
      "nonsense",
    ];
    for (const token of tokens) {
      expect((await clientWith(token).from("books").select()).status).toBe(401);
    }
  });
});

describe("API keys", () => {
  const whoAmI = async (headers: Record<string, string>) => {
    const response = await fetch(`${api.url}/rest/v1/rpc/who_am_i`, { headers });
    return { status: response.status, body: answerSchema.parse(await response.json()) };
  };

  test("stand for their roles, opaque and legacy, with and without a bearer", async () => {
    const { publishable, secret, anonJwt, serviceRoleJwt } = api.keys;
    for (const [apikey, role] of [
      [publishable, "anon"],
      [anonJwt, "anon"],
      [secret, "service_role"],
      [serviceRoleJwt, "service_role"],
    ] as const) {
      expect((await whoAmI({ apikey })).body.role).toBe(role);
      expect((await whoAmI({ apikey, authorization: `Bearer ${apikey}` })).body.role).toBe(role);
    }
  });

  test("never lift a user above the user's own token", async () => {
    const authorization = `Bearer ${await api.tokens.sign(claimsOf(randomUUID()))}`;
    const { body } = await whoAmI({ apikey: api.keys.secret, authorization });
    expect(body.role).toBe("authenticated");
  });

  test("a bearer of another key does not change the role of the key", async () => {
    const { publishable, secret } = api.keys;
    const answer = await whoAmI({ apikey: publishable, authorization: `Bearer ${secret}` });
    expect(answer.body.role).toBe("anon");
  });

  test("must be there and be right", async () => {
    expect(await whoAmI({})).toEqual({
      status: 401,
      body: {
        code: "no_api_key",
        message: "No API key found in request",
        details: null,
        hint: "No `apikey` request header or url param was found.",
      },
    });
    for (const apikey of ["sb_publishable_wrong", `${api.keys.secret}x`, "é", " "]) {
      const { status, body } = await whoAmI({ apikey: encodeURI(apikey) });
      expect(status).toBe(401);
      expect(body.code).toMatch(/invalid_api_key|no_api_key/);
    }
    const authorization = `Bearer ${await api.tokens.sign(claimsOf(randomUUID()))}`;
    expect((await whoAmI({ authorization })).status).toBe(401);
  });

  test("a secret one is refused to a browser, a legacy one is not", async () => {
    const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0" };
    const refused = await whoAmI({ apikey: api.keys.secret, ...browser });
    expect([refused.status, refused.body.code]).toEqual([401, "secret_api_key_in_browser"]);
    expect((await whoAmI({ apikey: api.keys.publishable, ...browser })).status).toBe(200);
    expect((await whoAmI({ apikey: api.keys.serviceRoleJwt, ...browser })).status).toBe(200);
  });
});
