import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser, openBrowserOf } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";

test("cards follow the keyboard however fast the keys come, and keep the focus", async () => {
  await using flowDesk = await startFlowDesk();
  await using browser = await launchBrowser();
  const { API_URL, SECRET_KEY, WEB_URL } = flowDesk.status;
  await using ana = await openBrowserOf(browser, WEB_URL);
  const { page } = ana;
  await signUp(page);
  const titles = ["One", "Two", "Three"];
  await addTasks(page, titles);

  const operator = createClient<Database>(API_URL, SECRET_KEY);
  for (const title of titles) {
    await dragHandle(page, title).focus();
    for (const key of ["Space", "ArrowRight", "Space"]) await page.keyboard.press(key);
    await page.getByText(/ dropped in In progress/).waitFor({ state: "attached" });
    await column(page, "In progress").getByText(title, { exact: true }).waitFor();
    const handle = await dragHandle(page, title).getAttribute("aria-label");
    await expect.poll(() => focusedLabel(page)).toBe(handle);
    await expect
      .poll(async () => {
        const { data } = await operator.from("tasks").select("status").eq("title", title).single();
        return data?.status;
      })
      .toBe("in_progress");
  }
  expect(ana.problems).toEqual([]);
});

async function signUp(page: Page) {
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Ana Alvarez");
  await page.getByLabel("E-mail").fill("ana@keys.example");
  await page.getByLabel("Password").fill("a good long password");
  await page.getByLabel("Organization name").fill("Keys");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Website");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await column(page, "To do").waitFor();
}

async function addTasks(page: Page, titles: readonly string[]) {
  await page.getByRole("button", { name: "Add task to To do" }).click();
  for (const title of titles) {
    await page.getByLabel("Title of the new task").fill(title);
    await page.keyboard.press("Enter");
    await column(page, "To do").getByText(title, { exact: true }).waitFor();
  }
  await page.keyboard.press("Escape");
}

function column(page: Page, status: string) {
  return page.getByRole("region", { name: status });
}

function dragHandle(page: Page, title: string) {
  return page
    .getByRole("article", { name: new RegExp(` ${title}$`) })
    .getByRole("button", { name: /^Drag / });
}

function focusedLabel(page: Page): Promise<string | null> {
  return page.evaluate("document.activeElement?.getAttribute('aria-label')");
}
