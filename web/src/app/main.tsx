import "@fontsource-variable/inter/wght.css";
import "../styles/main.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ConfigError, readConfig } from "#/lib/config.ts";
import { startI18n } from "#/lib/i18n.ts";
import { App } from "./app.tsx";
import { ConfigMissingPage } from "./pages/config-missing-page.tsx";

await startI18n();
createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>{isConfigured() ? <App /> : <ConfigMissingPage />}</StrictMode>,
);

function isConfigured(): boolean {
  try {
    readConfig();
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
