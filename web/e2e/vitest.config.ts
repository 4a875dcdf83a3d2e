import { defineConfig } from "vitest/config";

/** Few tests, each a story on the real stack in a real browser. */
export default defineConfig({
  test: {
    name: "e2e",
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A browser and a stack each: one after the other on two cores.
    fileParallelism: false,
    sequence: { groupOrder: 5 },
    expect: { requireAssertions: true },
  },
});
