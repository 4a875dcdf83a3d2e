import { expect, test } from "vitest";
import { proposeColour } from "./colours.ts";

test("a name always gets the same colour", () => {
  expect(proposeColour("Website relaunch")).toBe(proposeColour("Website relaunch"));
  expect(proposeColour("")).toMatch(/^#[0-9a-f]{6}$/);
});
