import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { demoPassword } from "../../scripts/demo-accounts.ts";
import { launchBrowser, openBrowserOf, takeScreenshot } from "./support/browser.ts";
import { startFlowDesk } from "./support/flowdesk.ts";

test("a task added offline waits in sight, and who is removed sees nothing more", async () => {
  await using flowDesk = await startFlowDesk();
  await using browser = await launchBrowser();
  const { API_URL, SECRET_KEY, WEB_URL } = flowDesk.status;
  await using david = await openBrowserOf(browser, WEB_URL);
  const { page } = david;
  // Nor does an address from elsewhere lead there.
  await page.goto("/sign-in?next=https://evil.example/x");
  await page.getByLabel("E-mail").fill("david@lumen.example");
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
  expect(new URL(page.url()).origin).toBe(WEB_URL);

  await page.getByRole("main").getByRole("link", { name: "Website relaunch" }).first().click();
  const todo = page.getByRole("region", { name: "To do" });
  await todo.waitFor();
  expect(await page.title()).toBe("Website relaunch · Lumen Studio · FlowDesk");

  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Add task to To do" }).click();
  await page.getByLabel("Title of the new task").fill("Written in a tunnel");
  await page.keyboard.press("Enter");
  await todo.getByText("Waiting for the connection").waitFor();
  await takeScreenshot(page, "board-waiting");
  await page.context().setOffline(false);
  await page.getByRole("article", { name: "Written in a tunnel" }).waitFor();

  const operator = createClient<Database>(API_URL, SECRET_KEY);
  const { data: profile } = await operator
    .from("profiles")
    .select("id")
    .eq("display_name", "David Kim")
    .single();
  const { error } = await operator
    .from("memberships")
    .delete()
    .eq("user_id", profile?.id ?? "");
  expect(error).toBeNull();
  await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
  await page.getByText("You cannot see this organization").waitFor();
  expect(await page.getByText("Website relaunch").count()).toBe(0);
});
