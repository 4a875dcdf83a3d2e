import { expect, test } from "vitest";
import { proposeProjectKey } from "./project-key.ts";

test.each([
  ["Website relaunch", "WR"],
  ["acme", "ACME"],
  ["Über uns", "UU"],
  ["2026 Tax return", "TR"],
  ["A very long name of many words", "AVLNO"],
  ["X", ""],
  ["Сайт", ""],
])("%s proposes %j", (name, key) => {
  expect(proposeProjectKey(name)).toBe(key);
});
