import { defineConfig } from "vitest/config";

/** Few tests, each a story on the real stack in a real browser. */
export default defineConfig({
  test: {
    name: "e2e",
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    globalSetup: ["support/built-clients.ts"],
    // A browser and a stack each. The many screens take as long as all the stories together.
    maxWorkers: 2,
    sequence: { groupOrder: 5 },
    expect: { requireAssertions: true },
  },
});
