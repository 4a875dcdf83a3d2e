import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser, openBrowserOf, takeScreenshot } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";

const password = "a good long password";

test("somebody without an account joins by invitation, gets another role, is removed and sees nothing more", async () => {
  await using flowDesk = await startFlowDesk();
  await using browser = await launchBrowser();
  const { WEB_URL } = flowDesk.status;
  await using ana = await openBrowserOf(browser, WEB_URL);
  await using ben = await openBrowserOf(browser, WEB_URL, { width: 390, height: 844 });

  await signUp(ana.page, {
    "Your name": "Ana Alvarez",
    "E-mail": "ana@northwind.example",
    Password: password,
    "Organization name": "Northwind",
  });
  await ana.page.getByText("No projects yet").first().waitFor();
  const link = await invite(ana.page, "Ben@Northwind.example", "Viewer");

  await ben.page.goto(link);
  await ben.page.getByRole("heading", { name: "Ana Alvarez invites you to Northwind" }).waitFor();
  await takeScreenshot(ben.page, "invitation-stranger");
  await ben.page.getByRole("link", { name: "Create account and join" }).click();
  await signUp(ben.page, {
    "Your name": "Ben Brandt",
    "E-mail": "ben@northwind.example",
    Password: password,
  });
  await ben.page.getByRole("button", { name: "Join" }).click();
  await ben.page.getByText("No projects yet").first().waitFor();
  expect(await ben.page.getByRole("button", { name: "New project" }).count()).toBe(0);

  const row = ana.page.getByRole("row", { name: /Ben Brandt/ });
  await row.getByRole("combobox", { name: "Role of Ben Brandt" }).click();
  await ana.page.getByRole("option", { name: "Manager" }).click();
  // Nobody reloads: the change reaches the person's open page.
  await ben.page.getByRole("button", { name: "New project" }).first().waitFor();
  await takeScreenshot(ana.page, "members");

  // Who manages roles can look through a role's eyes, and comes back.
  await ana.page.getByRole("link", { name: "Settings" }).click();
  await ana.page.getByRole("link", { name: "Roles" }).click();
  await ana.page.getByRole("button", { name: /Viewer/ }).click();
  await ana.page.getByRole("menuitem", { name: /iew as/ }).click();
  await ana.page.getByText("You see this organization as Viewer would").waitFor();
  await ana.page.getByRole("link", { name: "Members" }).click();
  await row.waitFor();
  expect(await ana.page.getByRole("button", { name: "Invite people" }).count()).toBe(0);
  await ana.page.getByRole("button", { name: "Back to my view" }).click();
  await ana.page.getByRole("button", { name: "Invite people" }).waitFor();

  await row.getByRole("button", { name: "Actions for Ben Brandt" }).click();
  await ana.page.getByRole("menuitem", { name: "Remove from organization" }).click();
  await ana.page.getByRole("button", { name: "Remove member" }).click();
  await row.waitFor({ state: "detached" });
  await ben.page.getByText("You cannot see this organization").waitFor();
  await takeScreenshot(ben.page, "removed-member");
  await ben.page.goto("/");
  await ben.page.getByRole("heading", { name: "Create your organization" }).waitFor();

  // A used link says so, and opens nothing.
  await ben.page.goto(link);
  await ben.page.getByText("This invitation is not open any more").waitFor();
  expect(ana.problems).toEqual([]);
  // The browser itself reports the refusal of the used link.
  expect(ben.problems).toEqual([expect.stringContaining("status of 410")]);
});

async function signUp(page: Page, fields: Record<string, string>) {
  if (!page.url().includes("/sign-up")) await page.goto("/sign-up");
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole("button", { name: "Create account" }).click();
}

/** Answers with the link that the dialog shows this once. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: role }).click();
  await dialog.getByRole("button", { name: "Create invitation" }).click();
  const link = await dialog.getByLabel("Invitation link").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: /^Invitations/ }).click();
  await page.getByText(email.toLowerCase()).waitFor();
  await page
    .getByRole("link", { name: /^Members/ })
    .last()
    .click();
  return link;
}
