import { describe, expect, inject, test } from "vitest";
import { createFunction } from "../../../functions/_shared/boundary.ts";
import { signedIn } from "../../../functions/_shared/caller.ts";
import { orThrow } from "../../../functions/_shared/errors.ts";
import { admin, serviceOnly } from "../../../functions/_shared/service.ts";
import { anonymousClient, signUp } from "../../helpers/api.ts";
import { giveEdgeEnvironment } from "../../helpers/edge.ts";

giveEdgeEnvironment();

const app = createFunction({ name: "try", description: "For tests." });
app.get("/me", signedIn(), async (c) => {
  const profiles = await orThrow(c.get("caller").db.from("profiles").select("id"));
  return c.json(profiles);
});
app.post("/primary/:id", signedIn(), async (c) => {
  const change = c.get("caller").db.rpc("set_primary_domain", { id: c.req.param("id") });
  return c.json(await orThrow(change));
});
app.post("/work", serviceOnly(), admin(), async (c) => {
  const { count } = await c.get("admin").from("profiles").select("id", { count: "exact" }).limit(1);
  return c.json(count);
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function newSession() {
  const { client, userId } = await signUp();
  const { data } = await client.auth.getSession();
  return { client, userId, token: data.session?.access_token ?? "" };
}

describe("an edge function", () => {
  test("acts as its caller, whose rights the database judges", async () => {
    const { userId, token } = await newSession();
    const own = await app.request("/try/me", bearer(token));
    expect(await own.json()).toEqual([{ id: userId }]);
    const change = `/try/primary/${crypto.randomUUID()}`;
    const refused = await app.request(change, { method: "POST", ...bearer(token) });
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ code: "domain_not_found", details: null });
  });

  test("refuses a token that was changed after it was signed", async () => {
    const { token } = await newSession();
    const [head, body = "", signature] = token.split(".");
    const claims = JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/")));
    const changed = btoa(JSON.stringify({ ...claims, sub: crypto.randomUUID() }));
    const forged = [head, changed.replaceAll("=", ""), signature].join(".");
    const response = await app.request("/try/me", bearer(forged));
    expect([response.status, await response.json()]).toMatchObject([
      401,
      { code: "token_invalid" },
    ]);
  });

  test("has a client of the service only where a route asks for one", async () => {
    const { token } = await newSession();
    const refused = await app.request("/try/work", { method: "POST", ...bearer(token) });
    expect(refused.status).toBe(403);
    const work = { method: "POST", ...bearer(inject("secretKey")) };
    expect(Number(await (await app.request("/try/work", work)).json())).toBeGreaterThan(0);
  });
});

describe("on the runtime", () => {
  test("health answers without a key, and with any session", async () => {
    const healthy = { status: "ok", checks: { database: { status: "ok" } } };
    const stranger = await anonymousClient().functions.invoke("health", { method: "GET" });
    expect([stranger.error, stranger.data]).toMatchObject([null, healthy]);
    const { client } = await newSession();
    const { data } = await client.functions.invoke("health", { method: "GET" });
    expect(data).toMatchObject(healthy);
    expect(JSON.stringify(data)).not.toMatch(/sb_|eyJ/);
  });

  test("a token that is none is refused there, too", async () => {
    const { response } = await anonymousClient().functions.invoke("health", {
      method: "GET",
      headers: { Authorization: "Bearer x" },
    });
    expect(response?.status).toBe(401);
  });
});
