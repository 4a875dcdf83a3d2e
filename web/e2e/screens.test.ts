import { afterAll, beforeAll, expect, test } from "vitest";
import { findAccessibilityProblems } from "./support/axe.ts";
import { launchBrowser, type Person } from "./support/browser.ts";
import { startFlowDeskForScreens } from "./support/flowdesk.ts";
import { findFocusProblems } from "./support/focus.ts";
import { screens, Viewers } from "./support/screens.ts";

// One stack, one browser and one window a person for all screens.
const resources = new AsyncDisposableStack();
const windows = new Map<string | undefined, Person>();
let viewers: Viewers;

beforeAll(async () => {
  const flowDesk = resources.use(await startFlowDeskForScreens());
  const browser = resources.use(await launchBrowser());
  viewers = await Viewers.of(browser, flowDesk);
});
afterAll(() => resources.disposeAsync());

async function windowOf(email: string | undefined): Promise<Person> {
  const known = windows.get(email);
  if (known) return known;
  const person = resources.use(await viewers.open(email));
  windows.set(email, person);
  return person;
}

test.each(screens)(
  "axe finds nothing on $name, in light and in dark, and Tab comes to everything and shows where it is",
  async (screen) => {
    const { page, problems } = await windowOf(screen.as);
    await page.emulateMedia({ colorScheme: "light" });
    await viewers.show(page, screen);
    expect(await findAccessibilityProblems(page, screen.withoutRules), "in light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await findAccessibilityProblems(page, screen.withoutRules), "in dark").toEqual([]);
    expect(await findFocusProblems(page)).toEqual([]);
    const undeclared = problems.splice(0).filter((each) => !screen.declared?.test(each));
    expect(undeclared).toEqual([]);
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

test("being offline is said, and what was missed comes once the network is back", async () => {
  const { page, problems } = await windowOf("ada@lumen.example");
  await page.goto("/o/lumen-studio/projects");
  await page.getByRole("row", { name: /Website relaunch/ }).waitFor();
  await page.context().setOffline(true);
  await page.getByText("You are offline").waitFor();
  await page.context().setOffline(false);
  await page.getByText("You are offline").waitFor({ state: "detached" });
  // The socket and whatever was on its way complain of exactly this.
  expect(problems.splice(0).filter((each) => !/ERR_INTERNET_DISCONNECTED/.test(each))).toEqual([]);
});

test("a part that fails says so with the id of its request, and trying again mends it alone", async () => {
  const { page, problems } = await windowOf("ada@lumen.example");
  let asked = "";
  await page.route("**/rest/v1/tasks?*", (route) => {
    asked = route.request().headers()["x-request-id"] ?? "";
    return route.fulfill({ status: 503, json: { code: "", message: "" } });
  });
  await page.goto("/o/lumen-studio/p/WEB/board");
  const alert = page.getByRole("alert");
  await alert.getByText("could not be loaded").waitFor();
  expect(asked).not.toBe("");
  expect(await alert.textContent()).toMatch(/Request [0-9a-f-]{36}/);
  await page.getByRole("navigation", { name: "Main" }).getByText("Field app").waitFor();
  await page.unroute("**/rest/v1/tasks?*");
  await alert.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("article").first().waitFor();
  expect(problems.splice(0).filter((each) => !/status of 503/.test(each))).toEqual([]);
});
