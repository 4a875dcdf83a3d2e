import { randomBytes } from "node:crypto";
import { FunctionsHttpError } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens, generateSigningKey } from "../../src/tokens.ts";
import { expectCoded, type FunctionsUnderTest, open, startFunctions } from "./support.ts";

const SOURCE = "Deno.serve((request) => new Response(request.headers.get('authorization')));";

let functions: FunctionsUnderTest;
beforeAll(async () => {
  functions = await startFunctions({
    files: {
      "config.toml": open("public"),
      "functions/public/index.ts": SOURCE,
      "functions/guarded/index.ts": SOURCE,
    },
  });
});
afterAll(() => functions[Symbol.asyncDispose]());

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
const call = (authorization?: string) =>
  functions.call("/guarded", authorization === undefined ? {} : { headers: { authorization } });

describe("verify_jwt", () => {
  it("is on unless config.toml says otherwise", async () => {
    await expectCoded(await call(), 401, "UNAUTHORIZED_NO_AUTH_HEADER");
    expect((await functions.call("/public")).status).toBe(200);
  });

  it("accepts users' tokens of both algorithms, and the legacy keys", async () => {
    const claims = { sub: "user", role: "authenticated", exp: inAnHour() };
    for (const token of [
      await functions.tokens.sign(claims),
      await functions.tokens.signWithSecret(claims),
      functions.keys.anonJwt,
      functions.keys.serviceRoleJwt,
    ]) {
      const answer = await call(`Bearer ${token}`);
      expect([answer.status, await answer.text()]).toEqual([200, `Bearer ${token}`]);
    }
  });

  it("refuses what is forged, expired, of another installation or no token at all", async () => {
    const other = await createTokens({
      jwtSecret: randomBytes(32).toString("hex"),
      signingKey: await generateSigningKey(),
    });
    const claims = { sub: "user", role: "authenticated", exp: inAnHour() };
    const valid = await functions.tokens.sign(claims);
    const [header = "", payload = ""] = valid.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const bad of [
      "Bearer",
      "Bearer ",
      "Bearer nonsense",
      "Bearer a.b.c",
      `Basic ${valid}`,
      valid,
      `Bearer ${await other.sign(claims)}`,
      `Bearer ${await other.signWithSecret(claims)}`,
      `Bearer ${await functions.tokens.sign({ ...claims, exp: 1 })}`,
      `Bearer ${header}.${payload}.AAAA`,
      `Bearer ${none}.${payload}.`,
      `Bearer ${functions.keys.publishable}`,
      `Bearer ${functions.keys.secret}`,
    ]) {
      await expectCoded(await call(bad), 401, "UNAUTHORIZED_INVALID_JWT_FORMAT");
    }
  });

  it("is not gone around by calling the function's own port", async () => {
    await call(`Bearer ${functions.keys.anonJwt}`);
    const line = functions.log.find(({ msg }) => msg.startsWith("function guarded listens on"));
    const port = /\d+$/.exec(line?.msg ?? "")?.[0];
    for (const token of [undefined, "", "guess"]) {
      const answer = await fetch(`http://127.0.0.1:${port}/guarded`, {
        headers: { ...(token === undefined ? {} : { "x-local-stack-token": token }) },
      });
      expect([answer.status, await answer.text()]).toEqual([403, ""]);
    }
  });

  it("reaches users of the stock client as an HTTP error, and lets signed-in ones through", async () => {
    const refused = await functions.client().functions.invoke("guarded");
    expect(refused.error).toBeInstanceOf(FunctionsHttpError);
    const token = await functions.tokens.sign({
      sub: "user",
      role: "authenticated",
      exp: inAnHour(),
    });
    const { data, error } = await functions.client(token).functions.invoke("guarded");
    expect([error, data]).toEqual([null, `Bearer ${token}`]);
  });
});
