import { defineConfig } from "vitest/config";

/** Handlers by themselves: a Request in, a Response out. On the real stack: supabase/tests/functions. */
export default defineConfig({
  test: {
    name: "functions",
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    setupFiles: ["_testing/deno.ts"],
    env: {
      SUPABASE_URL: "http://127.0.0.1:9",
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: "sb_publishable_test" }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: "sb_secret_test" }),
    },
  },
});
