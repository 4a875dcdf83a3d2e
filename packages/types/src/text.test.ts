import { expect, test } from "vitest";
import { line } from "./text.ts";

const name = line(20);

test.for([
  ["Acme\u202e", "Acme"],
  ["A\u200bc\u2060me\ufeff", "Acme"],
  ["\u00a0Acme\u3000", "Acme"],
  ["Ac\u200dme", "Acme"],
  ["\u200dAcme\u200c", "Acme"],
  ["Acme\u{e0041}\u{e007f}", "Acme"],
])("what nobody sees is left out of %j", ([typed = "", kept]) => {
  expect(name.parse(typed)).toBe(kept);
});

test.for(["Zoë", "می‌خواهم", "👩‍💻 Ada", "❤️ Club", "שלום עולם", "葛󠄀飾区", "O’Brien & Söhne"])(
  "%s stays as it is",
  (typed) => {
    expect(name.parse(typed)).toBe(typed);
  },
);

test.for(["\u200b", "\u2800\u3164", "  ", "a\nb", "a\u0000"])("%j is no name", (typed) => {
  expect(name.safeParse(typed).success).toBe(false);
});
