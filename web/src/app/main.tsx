import "@fontsource-variable/inter/wght.css";
import "../styles/main.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ConfigError } from "#/lib/config.ts";
import { resolvePlace } from "#/lib/hostname.ts";
import { startI18n } from "#/lib/i18n.ts";
import { App } from "./app.tsx";
import { ConfigMissingPage } from "./pages/config-missing-page.tsx";
import { UnknownHostnamePage } from "./pages/unknown-hostname-page.tsx";

await startI18n();
const content = await chooseContent();
createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>{content}</StrictMode>,
);

async function chooseContent() {
  const { hostname } = window.location;
  try {
    const place = await resolvePlace(hostname);
    return place.kind === "unknown" ? <UnknownHostnamePage hostname={hostname} /> : <App />;
  } catch (error) {
    if (error instanceof ConfigError) return <ConfigMissingPage />;
    throw error;
  }
}
