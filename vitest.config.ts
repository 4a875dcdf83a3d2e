import { defineConfig } from "vitest/config";

/** All tests of the repository, the fast ones first. Each room says in a config of its own how it is tested. */
export default defineConfig({
  test: {
    projects: [
      "packages/types/vitest.config.ts",
      "supabase/functions/vitest.config.ts",
      "web/vitest.config.ts",
      "supabase/tests/vitest.config.ts",
      "packages/local-stack/vitest.config.ts",
      "web/e2e/vitest.config.ts",
    ],
    // One more than the cores of a small machine: many tests wait for a second to pass, or for a program to start.
    maxWorkers: 3,
    // A test that asserts nothing proves nothing.
    expect: { requireAssertions: true },
    reporters: process.env.CI ? [["default", { summary: false }]] : ["default"],
  },
});
