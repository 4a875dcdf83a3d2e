import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstTexts } from "./first-texts-plugin.ts";

/** Behaviour of the client against a network of the test's own making. Browser tests are in e2e/. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [firstTexts(), react()],
  test: {
    name: "web",
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    maxWorkers: 2,
    sequence: { groupOrder: 2 },
    expect: { requireAssertions: true },
  },
});
