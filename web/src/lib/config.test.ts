import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

function pageWith(text: string | null) {
  return { getElementById: () => (text === null ? null : { textContent: text }) as HTMLElement };
}

test("reads where the API is", () => {
  const page = pageWith('{"apiUrl":"https://api.example","publishableKey":"sb_publishable_1"}');
  expect(readConfig(page)).toEqual({
    apiUrl: "https://api.example",
    publishableKey: "sb_publishable_1",
  });
});

test.each([
  ["no block", null],
  ["a block that nobody filled", "{}"],
  ["something else than JSON", "<html>"],
  ["an address that is not the web", '{"apiUrl":"javascript:alert(1)","publishableKey":"k"}'],
  ["an empty key", '{"apiUrl":"https://api.example","publishableKey":""}'],
])("refuses a page with %s", (_case, text) => {
  expect(() => readConfig(pageWith(text))).toThrow(ConfigError);
});
