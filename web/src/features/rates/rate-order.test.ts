import { expect, test } from "vitest";
import { always, byScope } from "./rate-order.ts";

const rate = (project_id: string | null, user_id: string | null, valid_from = always) => ({
  project_id,
  user_id,
  valid_from,
});

test("each rate stands behind those that it overrules, of equals the newest first", () => {
  const rates = [
    rate("web", "ana"),
    rate("web", null),
    rate(null, "ana"),
    rate(null, null),
    rate(null, null, "2026-01-01"),
  ];
  const names = byScope(rates, ({ project_id, user_id }) => `${project_id}${user_id}`);
  expect(
    names.map(({ project_id, user_id, valid_from }) => [project_id, user_id, valid_from]),
  ).toEqual([
    [null, null, "2026-01-01"],
    [null, null, always],
    [null, "ana", always],
    ["web", null, always],
    ["web", "ana", always],
  ]);
});
