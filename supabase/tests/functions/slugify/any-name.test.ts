import { expect } from "vitest";
import { test } from "../../helpers/test.ts";

test.for([
  ["Acme", "acme"],
  ["  Acme,  Inc. ", "acme-inc"],
  ["Über-Äpfel GmbH", "uber-apfel-gmbh"],
  ["Łódź Straße", "lodz-strasse"],
  ["O’Brien & Sons", "obrien-and-sons"],
  ["Ромашка", "romashka"],
  ["Щука и Жук", "shchuka-i-zhuk"],
  ["Ελλάς", "ellas"],
  ["ＡＣＭＥ", "acme"],
  ["東京商店", "org"],
  ["🎉", "org"],
  ["", "org"],
  ["--a--", "a"],
  ["x".repeat(80), "x".repeat(48)],
  [`${"x".repeat(47)} y`, "x".repeat(47)],
])("%s becomes %s", async ([name, slug], { db }) => {
  expect(await db.one("select private.slugify($1) as slug", [name])).toEqual({ slug });
});
