import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser, openBrowserOf, takeScreenshot } from "./support/browser.ts";
import { type FlowDesk, startFlowDesk } from "./support/flowdesk.ts";

const password = "a good long password";

test("a newcomer signs up and moves a task, a colleague sees it move, a stranger sees nothing", async () => {
  await using flowDesk = await startFlowDesk();
  await using browser = await launchBrowser();
  const { WEB_URL } = flowDesk.status;
  await using ana = await openBrowserOf(browser, WEB_URL);
  await using ben = await openBrowserOf(browser, WEB_URL, { colorScheme: "dark" });
  await using sue = await openBrowserOf(browser, WEB_URL, { width: 390, height: 844 });

  await signUp(ana.page, "Ana Alvarez", "ana@northwind.example", "Northwind");
  await createProject(ana.page, "Website relaunch");
  await addTask(ana.page, "To do", "Write the first page");
  await takeScreenshot(ana.page, "first-job-board");

  await signUp(ben.page, "Ben Brandt", "ben@northwind.example", "Ben alone");
  await addMember(flowDesk, "northwind", "ben@northwind.example");
  await ben.page.goto(new URL(ana.page.url()).pathname);
  const there = column(ben.page, "In progress").getByText("Write the first page");
  await column(ben.page, "To do").getByText("Write the first page").waitFor();

  await moveWithKeyboard(ana.page, "Write the first page", "In progress");
  await there.waitFor();
  await takeScreenshot(ben.page, "first-job-colleague");
  expect(await column(ben.page, "To do").getByText("Write the first page").count()).toBe(0);

  await signUp(sue.page, "Sue Stranger", "sue@elsewhere.example", "Elsewhere");
  await sue.page.goto("/o/northwind/projects");
  await sue.page.getByText("You cannot see this organization").waitFor();
  expect(await sue.page.getByText("Website relaunch").count()).toBe(0);
  await takeScreenshot(sue.page, "first-job-stranger");

  for (const person of [ana, ben, sue]) expect(person.problems).toEqual([]);
});

async function signUp(page: Page, name: string, email: string, organization: string) {
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("Organization name").fill(organization);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("No projects yet").first().waitFor();
}

async function createProject(page: Page, name: string) {
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create project" }).click();
  await page.getByRole("region", { name: "To do" }).waitFor();
}

async function addTask(page: Page, status: string, title: string) {
  await page.getByRole("button", { name: `Add task to ${status}` }).click();
  await page.getByLabel("Title of the new task").fill(title);
  await page.keyboard.press("Enter");
  await column(page, status).getByText(title).waitFor();
  await page.keyboard.press("Escape");
}

function column(page: Page, status: string) {
  return page.getByRole("region", { name: status });
}

/** Space picks the card up, arrows carry it, space drops it. */
async function moveWithKeyboard(page: Page, title: string, status: string) {
  const card = page.getByRole("article", { name: title });
  await card.getByRole("button", { name: /^Drag / }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await column(page, status).getByText(title).waitFor();
}

/** Invitations come with the screens for members; until then an operator adds a colleague. */
async function addMember(flowDesk: FlowDesk, slug: string, email: string) {
  const { API_URL, SECRET_KEY } = flowDesk.status;
  const operator = createClient<Database>(API_URL, SECRET_KEY);
  const { data: organization } = await operator
    .from("organizations")
    .select("id")
    .eq("slug", slug)
    .single();
  const { data: profile } = await operator
    .from("profiles")
    .select("id")
    .eq("display_name", email.startsWith("ben") ? "Ben Brandt" : email)
    .single();
  expect(organization).not.toBeNull();
  expect(profile).not.toBeNull();
  const { error } = await operator.from("memberships").insert({
    organization_id: organization?.id ?? "",
    user_id: profile?.id ?? "",
    role: "member",
  });
  expect(error).toBeNull();
}
