import { expect, test } from "vitest";
import { chordOf } from "./shortcut-keys.ts";

const none = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false };

test("the main modifier is Ctrl, and ⌘ on a Mac", () => {
  expect(chordOf({ ...none, key: "k", ctrlKey: true }, false)).toBe("mod+k");
  expect(chordOf({ ...none, key: "k", metaKey: true }, true)).toBe("mod+k");
  expect(chordOf({ ...none, key: "k", ctrlKey: true }, true)).toBeUndefined();
});

test("a symbol is the same symbol wherever it lies on the keyboard", () => {
  expect(chordOf({ ...none, key: "?", shiftKey: true }, false)).toBe("?");
  expect(chordOf({ ...none, key: "/", shiftKey: true }, false)).toBe("/");
});

test("a capital letter and what Alt writes are no shortcuts", () => {
  expect(chordOf({ ...none, key: "C", shiftKey: true }, false)).toBeUndefined();
  expect(chordOf({ ...none, key: "@", ctrlKey: true, altKey: true }, false)).toBeUndefined();
});
