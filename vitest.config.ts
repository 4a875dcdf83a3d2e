import { defineConfig } from "vitest/config";

/**
 * All tests of the repository. Each room says in a config of its own how it is tested, all of it: a room of its own
 * config inherits nothing from here. `groupOrder` runs the rooms one after the other, the fast ones first.
 */
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
    reporters: process.env.CI ? [["default", { summary: false }]] : ["default"],
  },
});
