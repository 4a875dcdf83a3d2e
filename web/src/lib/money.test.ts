import { expect, test } from "vitest";
import { formatMoney, moneyInput, parseMoney } from "./money.ts";

const euro = { code: "EUR", exponent: 2 };
const yen = { code: "JPY", exponent: 0 };
const dinar = { code: "IQD", exponent: 3 };

test.each([
  ["95", 9_500],
  ["95.5", 9_550],
  ["95,50", 9_550],
  ["1,250", 125_000],
  ["1.250,50", 125_050],
  ["1'250.50", 125_050],
  ["1 250 000", 125_000_000],
])("%s euros are %i cents", (text, minor) => {
  expect(parseMoney(text, euro)).toBe(minor);
});

test.each(["", "-5", "abc", "1.234,567,8", "1,250,5", "1.2.3", "12,34,56", "1.2345"])(
  "%j is no amount",
  (text) => {
    expect(parseMoney(text, euro)).toBeUndefined();
  },
);

test("a currency has as many digits as it has", () => {
  expect(parseMoney("1500", yen)).toBe(1_500);
  expect(parseMoney("15.5", yen)).toBeUndefined();
  expect(formatMoney(1_500, yen, "en")).toBe("¥1,500");
  expect(formatMoney(1_500, dinar, "en")).toBe("IQD\u00a01.500");
  expect(parseMoney("1.500", dinar)).toBe(1_500);
  expect(formatMoney(-9_550, euro, "en")).toBe("−€95.50");
});

test("what stands in a field is understood again, in both languages", () => {
  for (const language of ["en", "de"]) {
    for (const minor of [0, 5, 9_550, 125_000_00]) {
      expect(parseMoney(moneyInput(minor, euro, language), euro)).toBe(minor);
    }
  }
});
