import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, openBrowserOf, type PersonOptions } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";

// One stack and one browser for both stories, each with an organization of its own.
const resources = new AsyncDisposableStack();
let open: (options?: PersonOptions) => ReturnType<typeof openBrowserOf>;

beforeAll(async () => {
  const flowDesk = resources.use(await startFlowDesk());
  const browser = resources.use(await launchBrowser());
  open = (options) => openBrowserOf(browser, flowDesk.status.WEB_URL, options);
});
afterAll(() => resources.disposeAsync());

const patience = { timeout: 15_000 };

test("a project is set up and its hours booked, by mouse and by keyboard", async () => {
  await using ana = await open();
  const { page } = ana;
  await signUp(page, "ana@hours.example");
  await createProject(page);

  await renameAndPlan(page);
  await reorderByKeyboard(page);
  await limitWays(page);
  await archiveAndBringBack(page);

  await runTimer(page);
  await bookWeekByKeyboard(page);
  await bookByHand(page);
  // The one refusal that was meant, when two entries would overlap.
  expect(ana.problems.splice(0).filter((each) => !/status of 409/.test(each))).toEqual([]);
});

test("a timer that was started in one window ticks in the other, and stops in both", async () => {
  await using desk = await open();
  await signUp(desk.page, "ben@hours.example");
  await createProject(desk.page);
  const storageState = await desk.page.context().storageState();
  await using phone = await open({ width: 390, height: 844, hasTouch: true, storageState });
  await phone.page.goto(new URL(desk.page.url()).pathname);
  await phone.page.getByRole("heading", { name: "Website" }).waitFor();

  await startTimer(desk.page);
  await timer(phone.page).waitFor();
  await timer(phone.page).getByRole("button", { name: "Stop" }).click();
  await phone.page.getByText("booked on Website").waitFor();
  await timer(phone.page).waitFor({ state: "detached" });
  await timer(desk.page).waitFor({ state: "detached" });
  for (const person of [desk, phone]) expect(person.problems).toEqual([]);
});

async function signUp(page: Page, email: string) {
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Ana Alvarez");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("a good long password");
  await page.getByLabel("Organization name").fill("Hours");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("No projects yet").first().waitFor();
}

async function createProject(page: Page) {
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Website");
  await dialog.getByRole("radio", { name: "Green" }).click();
  await dialog.getByRole("button", { name: "Description, lead and dates" }).click();
  await dialog.getByLabel("Time budget").fill("40h");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await page.getByRole("heading", { name: "Website" }).waitFor();
}

async function renameAndPlan(page: Page) {
  await page.getByRole("link", { name: "Project settings" }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill("Website relaunch");
  expect(await page.getByLabel("Time budget").inputValue()).toBe("40:00");
  await page.getByRole("button", { name: "Lead" }).click();
  await page.getByRole("option", { name: "Ana Alvarez" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("The project is saved").waitFor();
  await page.getByRole("link", { name: "Website relaunch" }).first().waitFor();
}

/** Space picks a status up, an arrow carries it, space drops it. */
async function reorderByKeyboard(page: Page) {
  await page.getByRole("link", { name: "Workflow" }).click();
  await page.getByRole("button", { name: "Drag Review" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Review is at place 3 of 4").waitFor({ state: "attached" });
  await page.keyboard.press("ArrowUp");
  await page.getByText("Review is at place 2 of 4").waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await page.getByText("Review dropped at place 2 of 4").waitFor({ state: "attached" });
  const first = page.getByRole("list", { name: "Statuses" }).getByRole("listitem").nth(1);
  await first.getByLabel("Name of Review").waitFor();
  await page.reload();
  await first.getByLabel("Name of Review").waitFor();

  await page.getByLabel("New status").fill("Blocked");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name of Blocked").waitFor();
  await page.getByLabel("Limit of Blocked").fill("3");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Delete status Blocked" }).click();
  await page.getByText("No tasks are in it").waitFor();
  await page.getByRole("button", { name: "Delete status", exact: true }).click();
  await page.getByLabel("Name of Blocked").waitFor({ state: "detached" });
}

async function limitWays(page: Page) {
  await page.getByRole("switch", { name: "Restrict transitions" }).click();
  await page.getByRole("checkbox", { name: "From To do to Done" }).click();
  await page.getByRole("checkbox", { name: "From To do to Done", checked: false }).waitFor();
  await page.reload();
  await page.getByRole("checkbox", { name: "From To do to Done", checked: false }).waitFor();
  await page.getByRole("checkbox", { name: "From To do to Review", checked: true }).waitFor();
}

async function archiveAndBringBack(page: Page) {
  await page.getByRole("link", { name: "General" }).click();
  await page.getByRole("button", { name: "Archive project" }).click();
  await page.getByText("everything can be read, nothing changed").waitFor();
  expect(await page.getByRole("textbox", { name: "Name" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Bring back" }).first().click();
  await page.getByText("everything can be read, nothing changed").waitFor({ state: "detached" });
}

async function startTimer(page: Page) {
  await page.keyboard.press("t");
  const dialog = page.getByRole("dialog", { name: "What are you working on?" });
  await dialog.getByLabel("Description").fill("Sketches");
  await dialog.getByRole("button", { name: "Start timer" }).click();
  await timer(page).waitFor();
}

async function runTimer(page: Page) {
  await startTimer(page);
  await timer(page).getByText("Sketches").waitFor();
  await page.keyboard.press("t");
  await page.getByText("booked on Website relaunch").waitFor();
  await timer(page).waitFor({ state: "detached" });
}

function timer(page: Page) {
  return page.getByRole("region", { name: "Running timer" });
}

/** A week long gone, so that nothing of it lies in the future. */
async function bookWeekByKeyboard(page: Page) {
  await page.goto(`${new URL(page.url()).pathname.replace(/\/p\/.*/, "/time")}?week=2026-01-05`);
  await page.getByRole("button", { name: "Add row" }).click();
  const row = page.getByRole("dialog", { name: "Add row" });
  await row.getByRole("button", { name: "Project" }).click();
  await page.getByRole("option", { name: "Website relaunch" }).click();
  await row.getByRole("button", { name: "Add row" }).click();

  const cell = (day: string) => page.getByRole("textbox", { name: `Website relaunch on ${day}` });
  await cell("Monday").focus();
  for (const typed of ["1:30", "1h30", "90m"]) {
    await page.keyboard.type(typed);
    await page.keyboard.press("Tab");
  }
  for (const day of ["Monday", "Tuesday", "Wednesday"]) {
    await expect.poll(() => cell(day).inputValue(), patience).toBe("1:30");
  }
  await page.getByText("4 h 30").first().waitFor();
  await cell("Tuesday").fill("0:45");
  await cell("Tuesday").press("Enter");
  await cell("Wednesday").fill("0");
  await cell("Wednesday").press("Enter");
  await page.getByText("2 h 15").first().waitFor();
  await page.reload();
  await expect.poll(() => cell("Tuesday").inputValue(), patience).toBe("0:45");
  expect(await cell("Wednesday").inputValue()).toBe("");
}

async function bookByHand(page: Page) {
  await page.getByRole("link", { name: "Entries" }).click();
  const booked = page.getByRole("button", { name: "Website relaunch", exact: true });
  await booked.last().click();
  const dialog = page.getByRole("dialog", { name: "Change time" });
  await dialog.getByLabel("Duration").fill("2h");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("The entry is saved").waitFor();
  await page.getByText("2 h", { exact: true }).waitFor();

  await booked.first().click();
  await dialog.getByRole("button", { name: "Day" }).click();
  await page.getByRole("button", { name: "January 5," }).click();
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await dialog.getByText("Other time is booked then").waitFor();
}
