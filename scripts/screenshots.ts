import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser, type PersonOptions } from "../web/e2e/support/browser.ts";
import { startFlowDeskForScreens } from "../web/e2e/support/flowdesk.ts";
import { type Screen, screens, Viewers } from "../web/e2e/support/screens.ts";
import { root } from "./project.ts";

/**
 * npm run screenshots: every screen in both themes, on a desktop and on a phone, as
 * `.artifacts/screenshots/<screen>-<theme>-<device>.png`, for the eye. Words after `--` choose screens by name.
 */
const folder = join(root, ".artifacts", "screenshots");
const wanted = process.argv.slice(2);
const chosen = screens.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
);
const devices: Record<string, PersonOptions> = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 360, height: 740, hasTouch: true },
};

await mkdir(folder, { recursive: true });
await using flowDesk = await startFlowDeskForScreens();
await using browser = await launchBrowser();
const viewers = await Viewers.of(browser, flowDesk);
const problems: string[] = [];
for (const [device, options] of Object.entries(devices)) {
  for (const [email, theirs] of Map.groupBy(chosen, ({ as }) => as)) {
    await using person = await viewers.open(email, options);
    for (const screen of theirs) {
      try {
        await take(person.page, screen, device);
        const undeclared = person.problems.filter((each) => !screen.declared?.test(each));
        problems.push(...undeclared.map((each) => `${screen.name}, ${device}: ${each}`));
        person.problems.length = 0;
      } catch (error) {
        problems.push(`${screen.name}, ${device}: ${String(error)}`);
      }
    }
  }
}
process.stdout.write(`pictures of ${chosen.length} screens are in ${folder}\n`);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function take(page: Parameters<Viewers["show"]>[0], screen: Screen, device: string) {
  await page.emulateMedia({ colorScheme: "light" });
  await viewers.show(page, screen);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const path = join(folder, `${screen.name}-${colorScheme}-${device}.png`);
    await rm(path, { force: true });
    await page.screenshot({
      path,
      animations: "disabled",
      fullPage: screen.isLong ?? false,
      timeout: 60_000,
    });
  }
}
