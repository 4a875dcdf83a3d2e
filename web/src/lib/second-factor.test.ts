import type { Session } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { needsSecondFactor } from "./second-factor.ts";

function session(claims: object, factors?: { status: string }[]): Session {
  const payload = btoa(JSON.stringify(claims)).replaceAll("+", "-").replaceAll("/", "_");
  return { access_token: `e30.${payload}.x`, user: { factors } } as Session;
}

const verified = [{ status: "verified" }];

test("who has a second factor owes it until the session says so", () => {
  expect(needsSecondFactor(session({ aal: "aal1" }, verified))).toBe(true);
  expect(needsSecondFactor(session({ aal: "aal2" }, verified))).toBe(false);
});

test("a set-up that was never finished asks nothing of anybody", () => {
  expect(needsSecondFactor(session({ aal: "aal1" }, [{ status: "unverified" }]))).toBe(false);
  expect(needsSecondFactor(session({ aal: "aal1" }))).toBe(false);
});

test("a token that cannot be read counts as the weaker kind", () => {
  const broken = { ...session({ aal: "aal2" }, verified), access_token: "not a token" };
  expect(needsSecondFactor(broken)).toBe(true);
});
