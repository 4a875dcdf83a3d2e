import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi } from "./start-api.ts";

let open: Awaited<ReturnType<typeof startApi>>;
let closed: Awaited<ReturnType<typeof startApi>>;
const schema = "create table public.things (id int); grant select on things to anon;";

beforeAll(async () => {
  open = await startApi(schema);
  closed = await startApi(schema, { allowedOrigins: ["https://desk.example"] });
});
afterAll(async () => {
  await open?.[Symbol.asyncDispose]();
  await closed?.[Symbol.asyncDispose]();
});

const preflight = (url: string, origin: string) =>
  fetch(url, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "apikey,authorization,x-client-info,x-anything",
    },
  });

describe("open to every origin", () => {
  test.each(["/rest/v1/things", "/auth/v1/token", "/realtime/v1/api/broadcast", "/storage/v1/x"])(
    "a preflight of %s is answered without a key, and for long",
    async (path) => {
      const response = await preflight(open.url + path, "https://anywhere.example");
      expect(response.status).toBe(204);
      const { headers } = response;
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("access-control-allow-methods")).toContain("PATCH");
      expect(headers.get("access-control-allow-headers")).toBe(
        "apikey,authorization,x-client-info,x-anything",
      );
      expect(Number(headers.get("access-control-max-age"))).toBeGreaterThan(600);
    },
  );

  test.each([
    ["PostgREST's answer", "/rest/v1/things", 200],
    ["PostgREST's error", "/rest/v1/nothing", 404],
    ["a service's answer", "/auth/v1/user", 200],
    ["a service's failure", "/auth/v1/fails", 500],
    ["a service that is not there", "/storage/v1/x", 501],
    ["nothing", "/nothing", 404],
    ["a refused path", "/rest/v1//things", 400],
  ])("%s carries each header once", async (_what, path, status) => {
    const response = await fetch(open.url + path, {
      headers: { apikey: open.keys.publishable, origin: "https://anywhere.example" },
    });
    expect(response.status).toBe(status);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const exposed = response.headers.get("access-control-expose-headers")?.split(", ") ?? [];
    expect(exposed).toContain("content-range");
    expect(new Set(exposed).size).toBe(exposed.length);
    expect(response.headers.has("access-control-allow-credentials")).toBe(false);
  });

  test("a refusal for want of a key carries them as well", async () => {
    const response = await fetch(`${open.url}/rest/v1/things`);
    expect(response.status).toBe(401);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("open to a list of origins", () => {
  const answer = (origin: string, path = "/rest/v1/things") =>
    fetch(closed.url + path, { headers: { apikey: closed.keys.publishable, origin } });

  test("names an origin of the list, and none other", async () => {
    for (const path of ["/rest/v1/things", "/auth/v1/user"]) {
      const ours = await answer("https://desk.example", path);
      expect(ours.headers.get("access-control-allow-origin")).toBe("https://desk.example");
      expect(ours.headers.get("vary")).toContain("origin");
      const theirs = await answer("https://wrong.example", path);
      expect(theirs.headers.has("access-control-allow-origin")).toBe(false);
      expect(theirs.headers.get("vary")).toContain("origin");
    }
  });

  test("judges preflights alike", async () => {
    const ours = await preflight(`${closed.url}/rest/v1/things`, "https://desk.example");
    expect(ours.headers.get("access-control-allow-origin")).toBe("https://desk.example");
    const theirs = await preflight(`${closed.url}/rest/v1/things`, "https://wrong.example");
    expect(theirs.headers.has("access-control-allow-origin")).toBe(false);
  });
});
