import { afterAll, beforeAll, expect, test } from "vitest";
import { findAccessibilityProblems } from "./support/axe.ts";
import { launchBrowser, type Person } from "./support/browser.ts";
import { startFlowDeskForDevelopers } from "./support/flowdesk.ts";
import { findFocusProblems } from "./support/focus.ts";
import { screens, showScreen, Viewers } from "./support/screens.ts";

// One stack, one browser and one window a person for all screens.
const resources = new AsyncDisposableStack();
const windows = new Map<string | undefined, Person>();
let viewers: Viewers;

beforeAll(async () => {
  const flowDesk = resources.use(await startFlowDeskForDevelopers());
  const browser = resources.use(await launchBrowser());
  viewers = new Viewers(browser, flowDesk.status.WEB_URL);
});
afterAll(() => resources.disposeAsync());

async function windowOf(email: string | undefined): Promise<Person> {
  const known = windows.get(email);
  if (known) return known;
  const person = resources.use(await viewers.open(email));
  windows.set(email, person);
  return person;
}

test.each(screens)("axe finds nothing on $name, in light and in dark", async (screen) => {
  const { page, problems } = await windowOf(screen.as);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    if (colorScheme === "light") await showScreen(page, screen);
    expect(await findAccessibilityProblems(page), colorScheme).toEqual([]);
  }
  expect(problems.splice(0)).toEqual([]);
});

const walked = ["sign-in", "sign-up", "projects", "board", "task"];

test.each(screens.filter(({ name }) => walked.includes(name)))(
  "Tab comes to everything on $name, and shows where it is",
  async (screen) => {
    const { page } = await windowOf(screen.as);
    await showScreen(page, screen);
    expect(await findFocusProblems(page)).toEqual([]);
  },
);

test("the keyboard goes through lists, to places and back, and never out of a field", async () => {
  const { page, problems } = await windowOf("ada@lumen.example");
  await page.goto("/o/lumen-studio/projects");
  await page.getByRole("row", { name: /Website relaunch/ }).waitFor();

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Field app");
  await page.keyboard.press("Enter");
  await page.getByRole("article").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("complementary", { name: /^Task APP-/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("complementary", { name: /^Task APP-/ }).waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.waitForURL("**/projects");

  await page.keyboard.press("c");
  await page.getByLabel("Title").fill("");
  await page.keyboard.type("cj?/gp");
  expect(await page.getByLabel("Title").inputValue()).toBe("cj?/gp");
  expect(await page.getByRole("dialog").count()).toBe(1);
  await page.keyboard.press("Escape");
  expect(problems.splice(0)).toEqual([]);
});

test("the palette goes to a project by a few letters, and changes the theme", async () => {
  const { page, problems } = await windowOf("ada@lumen.example");
  await page.goto("/o/lumen-studio/projects");
  await page.getByRole("row", { name: /Website relaunch/ }).waitFor();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("option", { name: /Website relaunch/ }).waitFor();
  await page.keyboard.type("wbrel");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/p/WEB/board");

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("change theme");
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Dark" }).click();
  expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
  await page.evaluate("localStorage.removeItem('flowdesk.theme')");
  expect(problems.splice(0)).toEqual([]);
});

test("the palette offers a reader nothing that they may not do", async () => {
  const { page } = await windowOf("eva@lumen.example");
  await page.goto("/o/lumen-studio/projects");
  await page.getByRole("row", { name: /Website relaunch/ }).waitFor();
  await page.keyboard.press("c");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("option", { name: /Website relaunch/ }).waitFor();
  expect(await page.getByRole("option", { name: /Create (task|project)/ }).count()).toBe(0);
  expect(await page.getByRole("dialog").count()).toBe(1);
});
