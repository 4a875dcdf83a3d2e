import { expect, test } from "vitest";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };

/** Every text by its path: `tasks.add`. */
function texts(node: object, path = ""): Map<string, string> {
  const found = Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : [...texts(value, `${path}${key}.`)],
  );
  return new Map(found);
}

function placeholders(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").toSorted();
}

const english = texts(en);
const german = texts(de);

test("German says everything that English says, and nothing else", () => {
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test("both name the same things within a text", () => {
  for (const [key, text] of english) {
    expect([key, placeholders(german.get(key))]).toEqual([key, placeholders(text)]);
  }
});
