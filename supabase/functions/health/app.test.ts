import { afterEach, expect, it, vi } from "vitest";
import { app } from "./app.ts";

afterEach(() => vi.restoreAllMocks());

it("says that the database cannot be reached, with a status that monitors understand", async () => {
  vi.spyOn(console, "info").mockReturnValue(undefined);
  const failures = vi.spyOn(console, "error").mockReturnValue(undefined);
  const response = await app.request("/health");
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    status: "failed",
    checks: { database: { status: "failed", ms: expect.any(Number) } },
  });
  expect(failures).toHaveBeenCalledOnce();
});
