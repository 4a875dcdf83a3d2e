import { errorBodySchema } from "@flowdesk/types/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createFunction } from "./boundary.ts";
import { anybody, signedIn } from "./caller.ts";
import { serviceOnly } from "./service.ts";

const app = createFunction({ name: "try", description: "For tests." });
app.get("/anybody", anybody(), (c) => c.json(c.get("caller").userId ?? "nobody"));
app.get("/signed-in", signedIn(), (c) => c.json(c.get("caller").userId));
app.get("/worker", serviceOnly(), (c) => c.json("worked"));

const call = async (path: string, authorization?: string) => {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await app.request(`/try${path}`, { headers });
  const body = z.union([z.string(), errorBodySchema]).parse(await response.json());
  return [response.status, typeof body === "string" ? body : body.code];
};

beforeEach(() => void vi.spyOn(console, "info").mockReturnValue(undefined));
afterEach(() => vi.restoreAllMocks());

const PUBLIC = "Bearer sb_publishable_test";
const SECRET = "Bearer sb_secret_test";
/** Signed by nobody we know; tokens of real sessions: supabase/tests/functions/edge. */
const header = btoa('{"alg":"none"}');
const FORGED = `Bearer ${header}.${btoa('{"sub":"x","role":"authenticated","exp":9999999999}')}.`;

describe("a caller", () => {
  it.each([
    ["without a token", undefined],
    ["with the publishable key", PUBLIC],
  ])("%s is nobody", async (_, authorization) => {
    expect(await call("/anybody", authorization)).toEqual([200, "nobody"]);
    expect(await call("/signed-in", authorization)).toEqual([401, "sign_in_required"]);
    expect(await call("/worker", authorization)).toEqual([403, "service_required"]);
  });

  it.each([
    ["that is none", "Bearer x"],
    ["that is empty", "Bearer "],
    ["of another scheme", "Basic eDp5"],
    ["that nobody signed", FORGED],
  ])("with a token %s is refused, and not taken for a visitor", async (_, authorization) => {
    expect(await call("/anybody", authorization)).toEqual([401, "token_invalid"]);
    expect(await call("/signed-in", authorization)).toEqual([401, "token_invalid"]);
    expect(await call("/worker", authorization)).toEqual([403, "service_required"]);
  });

  it("with the secret key is the service, and nobody in particular", async () => {
    expect(await call("/worker", SECRET)).toEqual([200, "worked"]);
    expect(await call("/worker", `${SECRET}x`)).toEqual([403, "service_required"]);
    expect(await call("/signed-in", SECRET)).toEqual([401, "sign_in_required"]);
  });
});
