import "@fontsource-variable/inter/wght.css";
import "../styles/main.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ConfigError } from "#/lib/config.ts";
import { startI18n } from "#/lib/i18n.ts";
import { ConfigMissingPage } from "./pages/config-missing-page.tsx";

const root = createRoot(document.getElementById("root") ?? document.body);

// The application reads its configuration while it loads, so it is loaded where a failure can be shown.
const [application] = await Promise.allSettled([import("./app.tsx"), startI18n()]);

if (application.status === "fulfilled") {
  const { App } = application.value;
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
} else if (application.reason instanceof ConfigError) {
  root.render(<ConfigMissingPage />);
} else {
  throw application.reason;
}
