import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { holdUnsaved } from "#/lib/unsaved.ts";
import { warnBeforeLeaving } from "./warn-before-leaving.ts";

test("the browser asks only while something would be lost", async () => {
  const queryClient = new QueryClient();
  warnBeforeLeaving(queryClient);
  // dispatchEvent answers false where a listener objected.
  const canLeave = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(canLeave()).toBe(true);

  const release = holdUnsaved();
  expect(canLeave()).toBe(false);
  release();
  expect(canLeave()).toBe(true);

  const answer = Promise.withResolvers<void>();
  const mutation = queryClient
    .getMutationCache()
    .build(queryClient, { mutationFn: () => answer.promise });
  const done = mutation.execute(undefined);
  expect(canLeave()).toBe(false);
  answer.resolve();
  await done;
  expect(canLeave()).toBe(true);
});
