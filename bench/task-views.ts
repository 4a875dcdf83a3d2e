import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import { launchBrowser, openBrowserOf, type Person } from "../web/e2e/support/browser.ts";
import { startFlowDesk } from "../web/e2e/support/flowdesk.ts";
import { signIn } from "../web/e2e/support/screens.ts";

/*
 * Do lists and boards stay fluid with 10,000 tasks in one project? node bench/task-views.ts
 * Prints how long the page is busy at a stretch (`longest`, in ms) while one scrolls, filters and groups; a frame
 * that takes under 50 ms is not noticed.
 */
const count = 10_000;

/** Keeps how long the page was busy at a stretch. */
const observe = `
  window.busy = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.busy.push(entry.duration);
  }).observe({ type: "longtask", buffered: true });
`;

await using flowDesk = await startFlowDesk();
const { API_URL, SECRET_KEY, WEB_URL } = flowDesk.status;
await seed();
await using browser = await launchBrowser();
await using person = await openBrowserOf(browser, WEB_URL);
const { page } = person;
await signIn(page, "ada@lumen.example");
await page.getByRole("navigation", { name: "Main" }).waitFor();

await measure("list: first rows", async () => {
  await page.goto("/o/lumen-studio/p/BIG/list");
  await page.evaluate(observe);
  await row(page).waitFor();
});
await measure("list: scroll through the loaded part and beyond", () => scrollDown(page, 100));
await measure("list: filter by priority", async () => {
  await go("/o/lumen-studio/p/BIG/list?priority=urgent");
  await row(page).waitFor();
});
await measure("list: all 10,000 by assignee", async () => {
  await go("/o/lumen-studio/p/BIG/list?group=assignee");
  await row(page).waitFor();
  await page
    .getByText(/so far/)
    .first()
    .waitFor({ state: "detached", timeout: 60_000 });
});
await measure("list: scroll through all of them", () => scrollDown(page, 200));
await measure("list: select all", async () => {
  await page.keyboard.press("ControlOrMeta+a");
  await page.getByText(/10,000 selected/).waitFor();
});
await measure("board: 1,000 cards of a column", async () => {
  await go("/o/lumen-studio/p/BIG/board");
  await page.getByRole("article").first().waitFor();
  const column = page.getByRole("region", { name: "To do" });
  await column.hover();
  for (let turn = 0; turn < 120; turn += 1) {
    await page.mouse.wheel(0, 800);
    await page.waitForTimeout(20);
  }
});

async function seed(): Promise<void> {
  const operator = createClient<Database>(API_URL, SECRET_KEY);
  const { data: organization } = await operator
    .from("organizations")
    .update({ plan: "enterprise" })
    .eq("slug", "lumen-studio")
    .select("id")
    .single()
    .throwOnError();
  const organization_id = organization.id;
  const { data: members } = await operator
    .from("memberships")
    .select("user_id")
    .eq("organization_id", organization_id)
    .throwOnError();
  const { data: project } = await operator
    .from("projects")
    .insert({ organization_id, key: "BIG", name: "Ten thousand" })
    .select("id")
    .single()
    .throwOnError();
  const statuses = ["todo", "in_progress", "review", "done"];
  const priorities = ["none", "low", "medium", "high", "urgent"];
  const batch = 500;
  for (let from = 0; from < count; from += batch) {
    const rows = Array.from({ length: batch }, (_, index) => {
      const number = from + index;
      return {
        organization_id,
        project_id: project.id,
        title: `Task ${number} of many, with a title of usual length`,
        status: statuses[number % statuses.length] ?? "todo",
        priority: priorities[number % priorities.length] ?? "none",
        assignee_id: members[number % members.length]?.user_id ?? null,
      };
    });
    await operator.from("tasks").insert(rows).throwOnError();
  }
}

/** To another address within the page, as a link would. */
async function go(path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  const took = Math.round(performance.now() - began);
  const busy: number[] = await page.evaluate("window.busy.splice(0)");
  const longest = Math.round(Math.max(0, ...busy));
  process.stdout.write(`${name}: ${took} ms, longest ${longest} ms, ${busy.length} over 50 ms\n`);
}

function row(of: Person["page"]) {
  return of.locator("[data-row-id]").first();
}

async function scrollDown(of: Person["page"], turns: number): Promise<void> {
  await row(of).hover();
  for (let turn = 0; turn < turns; turn += 1) {
    await of.mouse.wheel(0, 400);
    await of.waitForTimeout(16);
  }
}
