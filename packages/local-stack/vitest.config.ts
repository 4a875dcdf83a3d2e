import { defineConfig } from "vitest/config";

/** Every file starts the real programs it needs, on ports and folders of its own. */
export default defineConfig({
  test: {
    name: "local-stack",
    root: import.meta.dirname,
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/bare-cluster.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // More than the cores of a small machine: many tests wait for a second to pass, or for a program to start.
    maxWorkers: 3,
    // Of the tests in a file that may run side by side.
    maxConcurrency: 4,
    sequence: { groupOrder: 4 },
    expect: { requireAssertions: true },
  },
});
