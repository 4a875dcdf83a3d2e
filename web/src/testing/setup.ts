import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { loadInsideTexts, startI18n } from "#/lib/i18n.ts";

// What the server of the page would have filled in; modules read it while they load.
document.body.insertAdjacentHTML(
  "afterbegin",
  `<script type="application/json" id="flowdesk-config">
    {"apiUrl": "http://api.test", "publishableKey": "sb_publishable_test"}
  </script>`,
);

beforeAll(async () => {
  await startI18n();
  await loadInsideTexts();
});
afterEach(cleanup);
