import { errorBodySchema } from "@flowdesk/types/errors";
import { createRoute, z } from "@hono/zod-openapi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFunction } from "./boundary.ts";
import { CodedError, DatabaseError } from "./errors.ts";
import { version } from "./version.ts";

const content = { "application/json": { schema: z.object({ title: z.string().min(1) }) } };
const echo = createRoute({
  method: "post",
  path: "/notes/{id}",
  request: {
    params: z.object({ id: z.uuid() }),
    body: { required: true, content },
  },
  responses: { 200: { description: "The same", content } },
});

const app = createFunction({ name: "try", description: "For tests.", maximumBodyBytes: 100 });
app.openapi(echo, (c) => c.json(c.req.valid("json"), 200));
app.get("/coded", () => {
  throw new CodedError("domain_not_found", "No such domain.", { details: "d", hint: "h" });
});
app.get("/refused", () => {
  throw new DatabaseError(409, { code: "23505", message: "again", details: null, hint: null });
});
app.get("/broken/:token", () => {
  throw new Error("secret at sb_secret_0123456789abcdef", { cause: new Error("the disk") });
});

const note = (body: string, id: string = crypto.randomUUID()) =>
  app.request(`/try/notes/${id}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });

let lines: string[];
beforeEach(() => {
  lines = [];
  for (const level of ["info", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  }
});
afterEach(() => vi.restoreAllMocks());

async function expectCoded(response: Response, status: number, code: string) {
  expect(response.status).toBe(status);
  const body = errorBodySchema
    .required()
    .strict()
    .parse(await response.json());
  expect(body.code).toBe(code);
  return body;
}

describe("every function", () => {
  it("answers a request that keeps its contract", async () => {
    const response = await note('{"title":"x"}');
    expect([response.status, await response.json()]).toEqual([200, { title: "x" }]);
  });

  it.each([
    ["what is missing", "{}", undefined, /^title: /],
    ["what is of another kind", '{"title":7}', undefined, /^title: /],
    ["a wrong id in the address", '{"title":"x"}', "7-0-0-0-0", /^id: /],
    ["what is no JSON", "{", undefined, undefined],
    ["no body at all", "", undefined, undefined],
  ])("refuses %s", async (_, body, id, named) => {
    const { details } = await expectCoded(await note(body, id), 400, "request_invalid");
    expect(details ?? "").toMatch(named ?? /^$/);
  });

  it("refuses a body that is too large", async () => {
    await expectCoded(await note(`{"title":"${"x".repeat(100)}"}`), 413, "body_too_large");
  });

  it("answers expected failures with their code, its status, and what helps", async () => {
    const body = await expectCoded(await app.request("/try/coded"), 404, "domain_not_found");
    expect(body).toMatchObject({ message: "No such domain.", details: "d", hint: "h" });
  });

  it("passes on what the database refused", async () => {
    await expectCoded(await app.request("/try/refused"), 409, "23505");
  });

  it("knows what it does not have", async () => {
    await expectCoded(await app.request("/try/elsewhere"), 404, "route_not_found");
  });

  it("tells the log why it broke, and the caller only under which id", async () => {
    const response = await app.request("/try/broken/opensesame", {
      headers: { "x-request-id": "me-1", authorization: "Bearer opensesame" },
    });
    const { message, hint } = await expectCoded(response, 500, "internal_error");
    expect(message + hint).not.toMatch(/disk|secret at/);
    expect(hint).toContain("me-1");
    expect(response.headers.get("x-request-id")).toBe("me-1");
    const log = lines.join("\n");
    expect(log).toContain("the disk");
    expect(log).toContain('"route":"/try/broken/:token"');
    expect(log).not.toMatch(/opensesame|0123456789abcdef/);
  });

  it("gives a request an id of its own when the caller's could forge a line of the log", async () => {
    const headers = { "x-request-id": "a b" };
    const response = await app.request("/try/coded", { headers });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("lets pages of every origin ask, and read the id and the failure", async () => {
    const origin = "https://desk.example";
    const preflight = await app.request("/try/notes/x", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-headers": "authorization,apikey,x-client-info" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    const failure = await app.request("/try/broken/x", { headers: { origin } });
    expect(failure.headers.get("access-control-allow-origin")).toBe("*");
    expect(failure.headers.get("access-control-expose-headers")).toContain("X-Request-Id");
  });

  it("describes itself", async () => {
    const document = await (await app.request("/try/openapi.json")).json();
    expect(document).toMatchObject({
      info: { title: "FlowDesk try", version },
      paths: { "/try/notes/{id}": { post: expect.anything() } },
    });
  });
});
