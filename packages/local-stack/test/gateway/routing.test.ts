import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { rawRequest, statusOf } from "./raw-request.ts";
import { startApi } from "./start-api.ts";

let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi("create table public.things (id int); grant select on things to anon;");
});
afterAll(() => api?.[Symbol.asyncDispose]());

const echoSchema = z.object({
  service: z.string(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

const withKey = (headers: Record<string, string> = {}) => ({
  apikey: api.keys.publishable,
  ...headers,
});

async function echo(path: string, init: RequestInit = {}) {
  const response = await fetch(api.url + path, { headers: withKey(), ...init });
  return { response, seen: echoSchema.parse(await response.json()) };
}

describe("routing", () => {
  test("services see their path without the prefix, and the query as it was", async () => {
    const { seen } = await echo("/auth/v1/token?grant_type=password&x=%2F", {
      method: "POST",
      body: "{}",
    });
    expect(seen).toMatchObject({
      service: "auth",
      method: "POST",
      path: "/token?grant_type=password&x=%2F",
      body: "{}",
    });
    const broadcast = await echo("/realtime/v1/api/broadcast/room%2F1/events/x");
    expect(broadcast.seen).toMatchObject({
      service: "realtime",
      path: "/api/broadcast/room%2F1/events/x",
    });
  });

  test("the gateway itself answers at / and /health without a key", async () => {
    for (const path of ["/", "/health"]) {
      const response = await fetch(api.url + path);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ status: "ok" });
    }
  });

  test.each(["/storage/v1/bucket", "/functions/v1/hello", "/graphql/v1", "/pg/tables"])(
    "%s says that it does not exist yet",
    async (path) => {
      const response = await fetch(api.url + path, { method: "POST", headers: withKey() });
      expect(response.status).toBe(501);
      expect(await response.json()).toEqual({
        code: "not_implemented",
        message: expect.any(String),
        details: null,
        hint: expect.any(String),
      });
    },
  );

  test("everything else is not found, in the form of every error", async () => {
    for (const path of [
      "/nothing",
      "/auth",
      "/auth/v2/user",
      "/rest/v11/things",
      "/REST/v1/things",
    ]) {
      const response = await fetch(api.url + path, { headers: withKey() });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: "not_found", details: null });
    }
  });

  test("a failing service answers 500 without a word of what failed", async () => {
    const response = await fetch(`${api.url}/auth/v1/fails`, { headers: withKey() });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: "internal_error" });
    expect(text).not.toContain("secret detail");
    expect(text).toContain(response.headers.get("x-request-id"));
  });
});

describe("keys of services other than REST", () => {
  test("are required, but for links and discovery", async () => {
    for (const path of [
      "/auth/v1/user",
      "/auth/v1/health",
      "/realtime/v1/api/ping",
      "/auth/v1/verify/x",
    ]) {
      expect((await fetch(api.url + path)).status).toBe(401);
    }
    for (const path of ["/verify?token=x", "/callback", "/authorize", "/.well-known/jwks.json"]) {
      expect((await fetch(`${api.url}/auth/v1${path}`)).status).toBe(200);
    }
    const wrong = await fetch(`${api.url}/auth/v1/verify`, { headers: { apikey: "wrong" } });
    expect(wrong.status).toBe(401);
  });

  test("become a role's token, and a user's token stays", async () => {
    const { keys } = api;
    const { seen } = await echo("/auth/v1/user", {
      headers: { apikey: keys.secret, authorization: `Bearer ${keys.secret}` },
    });
    expect(seen.headers.authorization).toBe(`Bearer ${keys.serviceRoleJwt}`);
    const user = await echo("/auth/v1/user", {
      headers: withKey({ authorization: "Bearer a.b.c" }),
    });
    expect(user.seen.headers.authorization).toBe("Bearer a.b.c");
  });

  test("may stand in the address for Realtime only", async () => {
    const query = `?apikey=${api.keys.publishable}`;
    expect((await fetch(`${api.url}/realtime/v1/api/ping${query}`)).status).toBe(200);
    expect((await fetch(`${api.url}/rest/v1/things${query}`)).status).toBe(401);
    expect((await fetch(`${api.url}/auth/v1/user${query}`)).status).toBe(401);
  });
});

describe("headers", () => {
  test("say who called by the socket, whatever the caller says", async () => {
    const { seen } = await echo("/auth/v1/user", {
      headers: withKey({
        "x-forwarded-for": "10.1.2.3",
        "x-forwarded-host": "evil.example",
        "x-real-ip": "10.1.2.3",
        forwarded: "for=10.1.2.3",
      }),
    });
    expect(seen.headers).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": new URL(api.url).host,
    });
    expect(seen.headers).not.toHaveProperty("x-real-ip");
    expect(seen.headers).not.toHaveProperty("forwarded");
  });

  test("carry one request id to the service and back, made when it is missing or odd", async () => {
    const given = await echo("/auth/v1/user", { headers: withKey({ "x-request-id": "req-1" }) });
    expect(given.seen.headers["x-request-id"]).toBe("req-1");
    expect(given.response.headers.get("x-request-id")).toBe("req-1");
    const odd = await echo("/auth/v1/user", {
      headers: withKey({ "x-request-id": '"><script>' }),
    });
    expect(odd.response.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    expect(odd.seen.headers["x-request-id"]).toBe(odd.response.headers.get("x-request-id"));
  });

  test("of one connection end at the gateway", async () => {
    const answer = await rawRequest(
      api.url,
      `GET /auth/v1/user HTTP/1.1\r\nhost: x\r\napikey: ${api.keys.publishable}\r\nconnection: keep-alive, x-private, apikey\r\nx-private: 1\r\nte: trailers\r\nx-kept: 1\r\n\r\n`,
    );
    const { headers } = echoSchema.parse(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n"))));
    expect(headers).toMatchObject({ "x-kept": "1" });
    for (const name of ["x-private", "connection", "te", "apikey"]) {
      expect(headers).not.toHaveProperty(name);
    }
  });
});

describe("odd requests", () => {
  const target = (path: string) =>
    rawRequest(
      api.url,
      Buffer.from(`GET ${path} HTTP/1.1\r\nhost: x\r\napikey: ${api.keys.publishable}\r\n\r\n`),
    );

  test.each([
    ["/rest/v1/../../auth/v1/user", 400],
    ["/auth/v1/../../rest/v1/things", 400],
    ["/auth/v1/%2e%2E/rest/v1/things", 400],
    ["/auth/v1/verify/..", 400],
    ["/rest/v1//", 400],
    ["/rest/v1//things", 400],
    ["/rest/v1/%2f", 400],
    ["/rest/v1/things%2f..%2fx", 400],
    ["/rest/v1\\things", 400],
    ["/rest/v1/things%00", 400],
    ["/rest/v1/things#fragment", 400],
    ["http://elsewhere.example/rest/v1/things", 400],
    ["*", 400],
    ["//rest/v1/things", 404],
    ["/rest%2fv1/things", 404],
    ["/rest/v1;x/things", 404],
    ["/rest/v1/things?select=id&x=/../..", 400],
    ["/rest/v1/things?id=eq.1", 200],
    ["/rest/v1/rzeczy-zażółć", 400],
    ["/rest/v1/za%C5%BC%C3%B3%C5%82%C4%87", 404],
  ])("%s is answered %i", async (path, status) => {
    expect(statusOf(await target(path))).toBe(status);
  });

  test.each([
    ["both framings", "content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["two lengths", "content-length: 3\r\ncontent-length: 4\r\n\r\nabcd"],
    ["a length that is none", "content-length: -1\r\n\r\n"],
    ["an encoding nobody knows", "transfer-encoding: xchunked\r\n\r\n"],
    ["a header folded", "x-a: 1\r\n  x-b: 2\r\n\r\n"],
    ["a space before the colon", "x-a : 1\r\n\r\n"],
    ["a chunk that lies", "transfer-encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n"],
  ])("%s: refused, and the connection is closed", async (_what, rest) => {
    const answer = await rawRequest(
      api.url,
      `POST /rest/v1/rpc/x HTTP/1.1\r\nhost: x\r\napikey: ${api.keys.publishable}\r\n${rest}`,
    );
    expect([400, 501]).toContain(statusOf(answer));
  });

  test("a GET with a body cannot smuggle a second request", async () => {
    const hidden = "GET /things?hidden=1 HTTP/1.1\r\nhost: x\r\n\r\n";
    const answer = await rawRequest(
      api.url,
      `GET /rest/v1/things HTTP/1.1\r\nhost: x\r\napikey: ${api.keys.publishable}\r\nconnection: close, content-length\r\ncontent-length: ${hidden.length}\r\n\r\n${hidden}`,
    );
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    expect(statusOf(answer)).toBe(200);
  });

  test("headers beyond the limit, a host that is none and unknown methods are refused", async () => {
    const long = await rawRequest(
      api.url,
      `GET /health HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(40_000)}\r\n\r\n`,
    );
    expect(statusOf(long)).toBe(431);
    expect(statusOf(await rawRequest(api.url, "GET /health HTTP/1.1\r\nhost: a b\r\n\r\n"))).toBe(
      400,
    );
    expect(statusOf(await rawRequest(api.url, "TRACE /health HTTP/1.1\r\nhost: x\r\n\r\n"))).toBe(
      405,
    );
  });

  test("an offer of HTTP/2 is passed over", async () => {
    const answer = await rawRequest(
      api.url,
      "GET /health HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQ\r\n\r\n",
    );
    expect(statusOf(answer)).toBe(200);
  });

  test("whatever the path is, there is an answer, and none is a failure of ours", async () => {
    const piece = fc.constantFrom(
      ..."/ // /. /.. %2f %5c %2e %00 \\ ; ? # & = % %zz rest v1 auth things realtime é 💥 * @ : |".split(
        " ",
      ),
    );
    const path = fc
      .tuple(
        fc.constantFrom("/rest/v1/", "/auth/v1/", "/realtime/v1/", "/storage/v1/", "/", ""),
        fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 8 }),
      )
      .map(([prefix, pieces]) => (prefix + pieces.join("")).replaceAll(/[\s\0]/g, "") || "/");
    await fc.assert(
      fc.asyncProperty(path, async (value) => {
        const status = statusOf(await target(value));
        expect(status === 501 || (status >= 200 && status < 500)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(api.rest.health()).toBe("healthy");
  });
});
