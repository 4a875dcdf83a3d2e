import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { firstTexts } from "./first-texts-plugin.ts";
import { runtimeConfig } from "./runtime-config-plugin.ts";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [firstTexts(), react(), tailwindcss(), runtimeConfig()],
  build: {
    // light-dark() and the rest of the style sheet need these; older browsers are not served.
    target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    // A data: font or image would need its own word in a content security policy.
    assetsInlineLimit: 0,
    sourcemap: true,
    // scripts/check-size.ts reads what the first load imports.
    manifest: true,
    rolldownOptions: {
      output: {
        // What every page needs, in one piece: small files compress badly, and each is a request.
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|clsx|use-sync-external-store|@tanstack\/(react-router|router-core|history|store|react-store))\//,
            },
          ],
        },
      },
    },
  },
  server: { host: "127.0.0.1", strictPort: true },
  preview: { host: "127.0.0.1", strictPort: true },
});
