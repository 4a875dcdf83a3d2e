import { describe, expect, test } from "vitest";
import { asAppError, toAppError } from "./app-error.ts";

describe("the code of a failure", () => {
  test.each([
    ["our own", { code: "last_owner", message: "m" }, 409, "last_owner"],
    ["no answer at all", { code: "", message: "TypeError: Failed to fetch" }, 0, "network"],
    ["a token that ran out, however it is worded", { code: "PGRST301" }, 401, "session_expired"],
    ["row-level security", { code: "42501", message: "m" }, 403, "permission_denied"],
    ["a unique constraint", { code: "23505", message: "m" }, 409, "already_exists"],
    ["a proxy's page instead of JSON", "<html>", 502, "internal_error"],
    ["nothing under the address", {}, 404, "not_found"],
  ])("says %s", (_case, body, status, code) => {
    expect(toAppError(body, status).code).toBe(code);
  });
});

test("keeps what helps support", () => {
  const error = toAppError({ code: "x", message: "m", details: "d", hint: "h" }, 409, "request-1");
  expect(error).toMatchObject({ message: "m", details: "d", hint: "h", requestId: "request-1" });
});

test("only what may pass by itself is worth another try", () => {
  const isTransient = (status: number) => toAppError({}, status).isTransient;
  expect([0, 429, 500, 503].map(isTransient)).toEqual([true, true, true, true]);
  expect([400, 401, 403, 404, 409, 422].some(isTransient)).toBe(false);
});

test("anything thrown becomes an AppError", () => {
  expect(asAppError(new TypeError("boom"))).toMatchObject({ code: "internal_error" });
  expect(asAppError("boom").code).toBe("internal_error");
});
