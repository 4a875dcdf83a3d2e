import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "database",
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: ["helpers/stack.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { groupOrder: 3 },
    expect: { requireAssertions: true },
  },
});
