import { expect, test } from "vitest";
import { inserted, linked, mentionAt, peopleLike, prefixed, wrapped } from "./text-edit.ts";

/** "a |bc| d" is a text with "bc" selected. */
function state(marked: string) {
  const start = marked.indexOf("|");
  const end = marked.indexOf("|", start + 1);
  const text = marked.replaceAll("|", "");
  return { text, start, end: end < 0 ? start : end - 1 };
}

test("a mark goes around what is selected, and away again", () => {
  const bold = wrapped(state("a |bc| d"), "**");
  expect(bold).toEqual(state("a **|bc|** d"));
  expect(wrapped(bold, "**")).toEqual(state("a |bc| d"));
});

test("every selected line becomes an item, and a line again", () => {
  const list = prefixed(state("one\nt|wo\nth|ree"), "- ");
  expect(list).toEqual(state("one\n- t|wo\n- th|ree"));
  expect(prefixed(list, "- ")).toEqual(state("one\nt|wo\nth|ree"));
});

test("a link keeps the words and asks for the address", () => {
  expect(linked(state("see |here|"), "text")).toEqual(state("see [here](|https://|)"));
});

test("what is put in keeps a space to its neighbours", () => {
  expect(inserted(state("see|now"), "X").text).toBe("see X now");
  expect(inserted(state("|"), "X").text).toBe("X ");
});

test.each([
  ["@", ""],
  ["hi @ad|", "ad"],
  ["(@Ada Li|", "Ada Li"],
  ["@Žo|", "Žo"],
])("%s is a name being typed", (text, typed) => {
  expect(mentionAt(state(text.includes("|") ? text : `${text}|`))?.typed).toBe(typed);
});

test.each(["ada@lumen|", "@ada is here to|", "no name|"])("%s is none", (text) => {
  expect(mentionAt(state(text))).toBeUndefined();
});

test("people are found by any word of their name, whatever its accents", () => {
  const people = [{ name: "Ada Lindqvist" }, { name: "Zoë Adler" }, { name: "Bo Madsen" }];
  expect(peopleLike(people, "ad", 5).map(({ name }) => name)).toEqual([
    "Ada Lindqvist",
    "Zoë Adler",
  ]);
  expect(peopleLike(people, "zoe", 5)).toHaveLength(1);
  expect(peopleLike(people, "", 2)).toHaveLength(2);
});
