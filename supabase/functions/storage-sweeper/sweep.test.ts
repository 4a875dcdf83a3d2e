import { expect, it } from "vitest";
import { BATCH, type Deletion, type Surroundings, sweep } from "./sweep.ts";

/** A queue whose files are all there, in a store that has trouble with some buckets. */
function create(queued: Deletion[], broken: Record<string, string> = {}) {
  const stored = new Set(queued.map(({ path }) => path));
  const reasons = new Map<string, string | undefined>();
  const waiting = [...queued];
  const surroundings: Surroundings = {
    claim: async (atMost) => waiting.splice(0, atMost),
    remove: async (bucket, paths) => {
      if (broken[bucket] !== undefined) throw new Error(broken[bucket]);
      for (const path of paths) stored.delete(path);
    },
    finish: async (ids, reason) => {
      const gone = queued.filter(({ id, path }) => ids.includes(id) && !stored.has(path));
      for (const id of ids) reasons.set(id, reason);
      return gone.length;
    },
  };
  return { surroundings, stored, reasons };
}

const file = (id: string, bucket_id = "attachments"): Deletion => ({ id, bucket_id, path: id });

it("removes all that is queued, batch after batch", async () => {
  const queued = Array.from({ length: BATCH * 2 + 1 }, (_, n) => file(String(n)));
  const { surroundings, stored } = create(queued);
  expect(await sweep(surroundings)).toEqual({ removed: queued.length, failed: 0 });
  expect(stored.size).toBe(0);
});

it("does nothing when nothing is queued", async () => {
  expect(await sweep(create([]).surroundings)).toEqual({ removed: 0, failed: 0 });
});

it("goes on with other buckets when one fails, and keeps the reason", async () => {
  const queued = [file("a", "logos"), file("b"), file("c", "logos")];
  const { surroundings, stored, reasons } = create(queued, { logos: "out of order" });
  expect(await sweep(surroundings)).toEqual({ removed: 1, failed: 2 });
  expect([...stored]).toEqual(["a", "c"]);
  expect([reasons.get("a"), reasons.get("b")]).toEqual(["out of order", undefined]);
});

it("stops after a while, so that its time does not run out", async () => {
  const endless: Surroundings = {
    claim: async (atMost) => Array.from({ length: atMost }, (_, n) => file(String(n))),
    remove: async () => {},
    finish: async (ids) => ids.length,
  };
  expect((await sweep(endless)).removed).toBeLessThan(10_000);
});
