import { expect, test } from "vitest";
import { z } from "zod";
import { readFilter } from "./read-filter.ts";

const schema = z.object({
  q: z.string().trim().min(1).optional(),
  status: z.enum(["open", "closed"]).optional(),
});

test("parameters that can be read count, whatever stands beside them", () => {
  expect(readFilter(schema, { q: " a ", status: "closed" })).toEqual({ q: "a", status: "closed" });
  expect(readFilter(schema, { q: "a", status: "wide open" })).toEqual({ q: "a" });
  expect(readFilter(schema, { q: "  ", status: undefined, next: "/" })).toEqual({});
});
