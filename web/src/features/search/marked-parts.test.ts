import fc from "fast-check";
import { expect, test } from "vitest";
import { markedParts } from "./marked-parts.ts";

/** As the database writes a highlight. */
function write(parts: readonly { text: string; isMarked: boolean }[]): string {
  return parts
    .map(({ text, isMarked }) => {
      const escaped = text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;");
      return isMarked ? `<mark>${escaped}</mark>` : escaped;
    })
    .join("");
}

test("what is marked is told from what is not", () => {
  expect(markedParts("Ask <mark>Ada</mark> about <mark>zinc</mark>")).toEqual([
    { text: "Ask ", isMarked: false },
    { text: "Ada", isMarked: true },
    { text: " about ", isMarked: false },
    { text: "zinc", isMarked: true },
  ]);
});

test("an entity that somebody wrote stays what they wrote", () => {
  expect(markedParts("&amp;lt;b&amp;gt;")).toEqual([{ text: "&lt;b&gt;", isMarked: false }]);
});

test("any text comes back as it was, whatever stands in it", () => {
  const words = fc.oneof(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.constantFrom("<mark>", "</mark>", "&lt;", "<img src=x onerror=alert(1)>", "\n", '"'),
  );
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), (texts) => {
      const parts = texts.map((text, index) => ({ text, isMarked: index % 2 === 1 }));
      expect(markedParts(write(parts))).toEqual(parts);
    }),
  );
});
