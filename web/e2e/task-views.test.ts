import type { Database } from "@flowdesk/types/database.types";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, openBrowserOf, type Person } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";
import { signIn } from "./support/screens.ts";

const inside = "/o/lumen-studio";
const resources = new AsyncDisposableStack();
let open: () => Promise<Person>;
let operator: SupabaseClient<Database>;

beforeAll(async () => {
  const flowDesk = resources.use(await startFlowDesk());
  const browser = resources.use(await launchBrowser());
  const { API_URL, SECRET_KEY, WEB_URL } = flowDesk.status;
  open = () => openBrowserOf(browser, WEB_URL);
  operator = createClient<Database>(API_URL, SECRET_KEY);
});
afterAll(() => resources.disposeAsync());

/** Somebody of the demo, signed in. */
async function openAs(name: string): Promise<Person> {
  const person = await open();
  await signIn(person.page, `${name}@lumen.example`);
  await person.page.getByRole("navigation", { name: "Main" }).waitFor();
  return person;
}

/** A task of the project WEB as the database has it. */
async function taskOfWeb(number: number) {
  const { data } = await operator
    .from("tasks")
    .select("priority, due_date, projects!inner(key)")
    .eq("projects.key", "WEB")
    .eq("number", number)
    .limit(1)
    .single()
    .throwOnError();
  return data;
}

/** So many days before or after a day. */
function dayBeside(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

function row(page: Page, key: string) {
  return page.getByRole("row").filter({ hasText: key });
}

test("a list is gone through, chosen from, changed and changed back by keyboard alone", async () => {
  await using ada = await openAs("ada");
  const { page } = ada;
  await page.goto(`${inside}/projects`);
  await page.getByRole("row", { name: /Website relaunch/ }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.waitForURL("**/tasks/list");
  await page.goto(`${inside}/p/WEB/list`);
  await row(page, "WEB-9").waitFor();

  for (const key of ["j", "x", "Shift+ArrowDown"]) await page.keyboard.press(key);
  await page.getByText("2 selected").waitFor();
  await page.keyboard.press("p");
  await page.getByRole("option", { name: "Urgent" }).waitFor();
  await page.keyboard.type("urg");
  await page.keyboard.press("Enter");
  await page.getByText("2 tasks changed").waitFor();
  expect([(await taskOfWeb(9)).priority, (await taskOfWeb(10)).priority]).toEqual([
    "urgent",
    "urgent",
  ]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await taskOfWeb(9)).priority).toBe("high");
  await expect.poll(async () => (await taskOfWeb(10)).priority).toBe("medium");
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: /^Open WEB-9/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("complementary", { name: "Task WEB-9" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("complementary", { name: "Task WEB-9" }).waitFor({ state: "detached" });
  expect(ada.problems).toEqual([]);
});

test("a filter lives in the address, is kept under a name, and says when it was changed", async () => {
  await using ada = await openAs("ada");
  const { page } = ada;
  await page.goto(`${inside}/p/WEB/list`);
  await row(page, "WEB-9").waitFor();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("option", { name: "Priority" }).click();
  await page.getByRole("option", { name: "Urgent" }).click();
  await page.keyboard.press("Escape");
  await row(page, "WEB-9").waitFor({ state: "detached" });
  await row(page, "WEB-12").waitFor();
  expect(new URL(page.url()).searchParams.get("priority")).toBe("urgent");
  await page.goBack();
  await row(page, "WEB-9").waitFor();
  await page.goForward();
  await row(page, "WEB-9").waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save as new view" }).click();
  await page.getByLabel("Name").fill("On fire");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto(`${inside}/p/WEB/board`);
  await page.getByRole("article").first().waitFor();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "On fire" }).click();
  await page.waitForURL(/\/list\?.*priority=urgent/);
  await row(page, "WEB-12").waitFor();
  await page.getByRole("button", { name: "Clear filter" }).click();
  await page.getByRole("button", { name: /On fire.*Changed since/ }).waitFor();
  expect(ada.problems).toEqual([]);
});

test("who may change only their own tasks hears which others stayed as they were", async () => {
  await using david = await openAs("david");
  const { page } = david;
  await page.goto(`${inside}/p/WEB/list`);
  await row(page, "WEB-9").waitFor();
  await page.getByRole("checkbox", { name: "Select WEB-9" }).click();
  await page.getByRole("checkbox", { name: "Select WEB-11" }).click({ modifiers: ["Shift"] });
  await page.getByText("3 selected").waitFor();
  await page.getByRole("region", { name: "Selected tasks" }).getByText("Priority").click();
  await page.getByRole("option", { name: "Low" }).click();
  const dialog = page.getByRole("dialog", { name: "2 tasks were not changed" });
  await dialog.waitFor();
  await dialog.getByText("WEB-10, WEB-11").waitFor();
  expect([(await taskOfWeb(9)).priority, (await taskOfWeb(11)).priority]).toEqual([
    "low",
    "medium",
  ]);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByText("2 selected").waitFor();
  expect(david.problems).toEqual([]);
});

test("a task is given another day in the calendar, by mouse and by keyboard", async () => {
  await using ada = await openAs("ada");
  const { page } = ada;
  const { due_date: before } = await taskOfWeb(11);
  if (!before) throw new Error("The seed gives WEB-11 a due date.");
  await page.goto(`${inside}/p/WEB/calendar?day=${before}`);
  const chip = page.getByRole("link", { name: /^Open WEB-11/ });
  await chip.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(async () => (await taskOfWeb(11)).due_date).toBe(dayBeside(before, 1));
  await expect
    .poll(() => page.evaluate("document.activeElement?.getAttribute('aria-label')"))
    .toMatch(/^Open WEB-11/);

  // A week away, on the side where the month goes on.
  const wanted = dayBeside(before, Number(before.slice(8)) > 15 ? -7 : 7);
  const inFull = new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" });
  const target = page.getByRole("cell", { name: inFull.format(new Date(wanted)) });
  const [from, to] = [await chip.boundingBox(), await target.boundingBox()];
  if (!from || !to) throw new Error("The chip or the day is not shown.");
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y + 30, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await taskOfWeb(11)).due_date).toBe(wanted);
  expect(ada.problems).toEqual([]);
});
