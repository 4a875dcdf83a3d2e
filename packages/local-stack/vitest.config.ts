import { defineConfig } from "vitest/config";

/** Every file starts the real programs it needs, on ports and folders of its own. */
export default defineConfig({
  test: {
    name: "local-stack",
    root: import.meta.dirname,
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { groupOrder: 3 },
  },
});
