import { expect, test } from "vitest";
import { inTurn, isInTurn } from "./in-turn.ts";

test("work with one key runs one after another, also after a failure", async () => {
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn("a", async () => {
    await gate.promise;
    log.push("first");
    throw new Error("refused");
  });
  const second = inTurn("a", async () => log.push("second"));
  await inTurn("b", async () => log.push("other"));
  gate.resolve();
  await expect(first).rejects.toThrow("refused");
  await second;
  expect(log).toEqual(["other", "first", "second"]);
});

test("nothing is remembered of work that is over", async () => {
  const work = inTurn("c", async () => 1);
  expect(isInTurn("c")).toBe(true);
  await work;
  expect(isInTurn("c")).toBe(false);
});
