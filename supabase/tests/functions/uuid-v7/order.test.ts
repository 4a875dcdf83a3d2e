import { expect } from "vitest";
import { test } from "../../helpers/test.ts";

test("keys are version 7, of the variant of RFC 9562, and carry the time", async ({ db }) => {
  const { id, now } = await db.one<{ id: string; now: number }>(
    "select private.uuid_v7() as id, extract(epoch from clock_timestamp())::float * 1000 as now",
  );
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const made = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  expect(Math.abs(made - now)).toBeLessThan(60_000);
});

test("keys made one after another sort one after another and are never the same", async ({
  db,
}) => {
  const rows = await db.all<{ id: string }>(
    "select private.uuid_v7() as id from generate_series(1, 10000)",
  );
  const ids = rows.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});
