import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { app } from "./app.ts";

beforeEach(() => void vi.spyOn(console, "info").mockReturnValue(undefined));
afterEach(() => vi.restoreAllMocks());

it.each([[undefined], ["Bearer sb_publishable_test"], ["Bearer x"]])(
  "is no business of whoever calls with %s",
  async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await app.request("/storage-sweeper/process", { method: "POST", headers });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "service_required" });
  },
);

it("fails without a word of the cause when the database cannot be reached", async () => {
  vi.spyOn(console, "error").mockReturnValue(undefined);
  const headers = { authorization: "Bearer sb_secret_test" };
  const response = await app.request("/storage-sweeper/process", { method: "POST", headers });
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ code: "internal_error", details: null });
});
