import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { draftStore, useDraft } from "./drafts.ts";

beforeEach(() => localStorage.clear());

test("a draft outlives the field, and is written to after the field is gone", () => {
  const first = renderHook(() => useDraft("ana.comment.t1"));
  act(() => first.result.current.write("Half a"));
  first.unmount();
  first.result.current.write((text) => `${text} sentence`);
  const second = renderHook(() => useDraft("ana.comment.t1"));
  expect(second.result.current.draft?.text).toBe("Half a sentence");
  expect(localStorage.getItem("flowdesk.draft.ana.comment.t1")).toContain("Half a sentence");
});

test("a draft of what was there remembers what it began from", () => {
  const { result } = renderHook(() => useDraft("ana.description.t2"));
  act(() => result.current.write("New", { base: "Old", version: 4 }));
  act(() => result.current.write("Newer", { base: "Somebody else's", version: 5 }));
  expect(result.current.draft).toEqual({ text: "Newer", base: "Old", version: 4 });
  act(() => result.current.discard());
  expect(result.current.draft).toBeUndefined();
  expect(localStorage.getItem("flowdesk.draft.ana.description.t2")).toBeNull();
});

test("another person at the same browser has drafts of their own", () => {
  draftStore.set("ana.comment.t3", { text: "Ana's", base: "", version: 0 });
  expect(renderHook(() => useDraft("ben.comment.t3")).result.current.draft).toBeUndefined();
});

test("the oldest of many are forgotten", () => {
  for (let each = 0; each < 45; each += 1) {
    draftStore.set(`many.${each}`, { text: "x", base: "", version: 0 });
  }
  const kept = Object.keys(localStorage).filter((key) => key.startsWith("flowdesk.draft.many."));
  expect(kept).toHaveLength(40);
  expect(draftStore.get("many.4")).toBeUndefined();
  expect(draftStore.get("many.5")).toBeDefined();
});
