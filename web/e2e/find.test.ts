import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser, openBrowserOf } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";

const file = [
  "Summary;State;Due;Notes",
  'Order zinc;Closed;31.12.2026;"Two sheets,',
  '1 mm"',
  "=SUM(A1);Open;;A formula",
  ";Open;;Nobody named it",
  "Paint the door;Open;;",
].join("\r\n");

test("tasks come out of a file, are found as one types, and go into a file", async () => {
  await using flowDesk = await startFlowDesk();
  await using browser = await launchBrowser();
  await using ana = await openBrowserOf(browser, flowDesk.status.WEB_URL);
  const { page } = ana;
  await signUp(page);

  await page.getByRole("link", { name: "Import tasks" }).click();
  await chooseFile(page);
  await page.getByRole("button", { name: "Check rows" }).click();
  await page.getByText("3 rows can be imported.").waitFor();
  await page.getByRole("cell", { name: /title is empty/ }).waitFor();
  await page.getByRole("button", { name: "Import 3 tasks" }).click();
  await page.getByText("3 rows of the file are tasks now.").waitFor();
  const refused = await saved(page, "Download refused rows");
  expect(refused).toContain("Nobody named it,4,");
  await page.getByRole("link", { name: "Show tasks" }).click();
  await page.getByText("Paint the door").waitFor();

  // By keyboard alone, with a beginning and with a word of the long text.
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder(/^Search, go/).waitFor();
  await page.keyboard.type("sheet");
  await page.getByRole("option", { name: /Order zinc/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/board\?task=[A-Z]+-1$/);
  await page.getByText("Two sheets").waitFor();

  // Narrowed by what stands in other tables: the status's meaning, and the project.
  const [, , slug] = new URL(page.url()).pathname.split("/");
  await page.goto(`/o/${slug}/tasks/list?category=todo`);
  await page.getByText("Paint the door").waitFor();
  const exported = await saved(page, "Export tasks as CSV");
  const lines = exported.trimEnd().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^\uFEFFKey,Title,Project,Status/);
  expect(exported).toContain(",'=SUM(A1),");
  expect(exported).not.toContain("Order zinc");
  expect(ana.problems).toEqual([]);
});

async function signUp(page: Page) {
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Ana Alvarez");
  await page.getByLabel("E-mail").fill("ana@find.example");
  await page.getByLabel("Password").fill("a good long password");
  await page.getByLabel("Organization name").fill("Find");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Workshop");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await page.getByRole("region", { name: "To do" }).waitFor();
}

async function chooseFile(page: Page) {
  const buffer = Buffer.from(file, "latin1");
  await page
    .getByLabel(/Drop a CSV file/)
    .setInputFiles({ name: "tasks.csv", mimeType: "text/csv", buffer });
}

/** What a button puts among the downloads. */
async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return readFile(await download.path(), "utf8");
}
