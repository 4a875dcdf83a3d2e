import { describe, expect, test } from "vitest";
import {
  filterInvitations,
  filterMembers,
  invitationFilterSchema,
  memberFilterSchema,
} from "./people-filter.ts";

const member = (name: string, role = "member", isActive = true) => ({
  id: name,
  name,
  role,
  isActive,
  joinedAt: "2026-11-01T08:00:00Z",
  avatarPath: null,
});

const members = [
  member("Noël Straße", "admin"),
  member("Ana Alvarez"),
  member("Ben", "member", false),
];

function names(filter: Parameters<typeof filterMembers>[1]): string[] {
  return filterMembers(members, filter).map(({ name }) => name);
}

describe("members", () => {
  test("are found by parts of their name, in any order, case and without accents", () => {
    expect(names({ q: "noel" })).toEqual(["Noël Straße"]);
    expect(names({ q: "ALV an" })).toEqual(["Ana Alvarez"]);
    expect(names({ q: "nobody" })).toEqual([]);
  });

  test("are narrowed down by role and by whether they are suspended", () => {
    expect(names({ role: "admin" })).toEqual(["Noël Straße"]);
    expect(names({ status: "suspended" })).toEqual(["Ben"]);
    expect(names({ status: "active", role: "member" })).toEqual(["Ana Alvarez"]);
    expect(names({})).toHaveLength(3);
  });

  test("have an address that can be read back", () => {
    const filter = { q: "a", role: "admin", status: "active", order: "name", direction: "desc" };
    expect(memberFilterSchema.parse(filter)).toEqual(filter);
  });
});

test("invitations are found by address and inviter, and by whether they still count", () => {
  const invitation = (email: string, expiresAt: string) => ({
    id: email,
    email,
    role: "member",
    expiresAt,
    createdAt: expiresAt,
    inviter: "Ana",
  });
  const old = invitation("old@x.example", "2026-11-01T08:00:00Z");
  const open = invitation("open@x.example", "2026-12-01T08:00:00Z");
  const now = Date.parse("2026-11-20T00:00:00Z");
  const find = (filter: Parameters<typeof filterInvitations>[1]) =>
    filterInvitations([old, open], filter, now);
  expect(find({ q: "OLD@" })).toEqual([old]);
  expect(find({ q: "ana" })).toEqual([old, open]);
  expect(find({ status: "open" })).toEqual([open]);
  expect(find({ status: "expired" })).toEqual([old]);
  expect(invitationFilterSchema.safeParse({ status: "active" }).success).toBe(false);
});
