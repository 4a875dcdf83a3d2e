import type { Browser, Page } from "playwright-core";
import { demoPassword } from "../../../scripts/demo-accounts.ts";
import { openBrowserOf, type Person, type PersonOptions } from "./browser.ts";
import type { FlowDesk } from "./flowdesk.ts";
import { createPlaces, places } from "./places.ts";

export interface Screen {
  /** The name of its screenshots. */
  name: string;
  /** `:invitation` stands for the token of an invitation. */
  path: string;
  /** Another hostname than FlowDesk's own. */
  hostname?: string;
  /** Who looks at it; nobody signed in where it is absent. */
  as?: string;
  /** What is prepared before the page is opened, such as an answer that fails. */
  arrange?: (page: Page) => Promise<unknown>;
  /** What is there once the screen is. */
  ready: (page: Page) => Promise<unknown>;
  /** What is done there first, such as opening a dialog. */
  open?: (page: Page) => Promise<unknown>;
  /** What the console may say here. */
  declared?: RegExp;
  /** What axe need not look for here. */
  withoutRules?: readonly string[];
  /** Longer than any window. */
  isLong?: boolean;
}

const owner = "ada@lumen.example";
const viewer = "eva@lumen.example";
const inside = "/o/lumen-studio";

const heading = (name: string) => (page: Page) =>
  page.getByRole("heading", { name }).first().waitFor();
const dialog = (page: Page) => page.getByRole("dialog").waitFor();
const card = (page: Page) => page.getByRole("article").first().waitFor();
const field = (page: Page) => page.getByRole("textbox").first().waitFor();
const row = (page: Page) => page.getByRole("row").nth(1).waitFor();

// A hostname without TLS, which on this machine only FlowDesk's own may do without.
const notSecure = /origin was untrustworthy|could not be origin-keyed/;

/** Every screen there is. Tests look at each in both themes, `npm run screenshots` takes pictures of them. */
export const screens: readonly Screen[] = [
  { name: "sign-in", path: "/sign-in", ready: heading("Sign in to FlowDesk") },
  {
    name: "sign-in-refused",
    path: "/sign-in",
    ready: heading("Sign in to FlowDesk"),
    open: async (page) => {
      await page.getByLabel("E-mail").fill("not an address");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("does not look like an e-mail address").waitFor();
    },
  },
  { name: "sign-up", path: "/sign-up", ready: heading("Create your account") },
  { name: "forgot-password", path: "/forgot-password", ready: heading("password") },
  { name: "sign-in-link", path: "/sign-in-link", ready: heading("Sign in") },
  {
    name: "two-factor",
    path: "/sign-in",
    ready: heading("Sign in to FlowDesk"),
    open: async (page) => {
      await signIn(page, places.careful.email);
      await heading("Confirm that it is you")(page);
    },
  },
  { name: "confirm", path: "/auth/confirm?token_hash=x&type=signup", ready: heading("Confirm") },
  { name: "confirm-spent", path: "/auth/confirm", ready: heading("does not work any more") },
  { name: "invitation", path: "/invitation/:invitation", ready: heading("invites you") },
  {
    name: "hostname-sign-in",
    path: "/sign-in",
    hostname: places.hostname,
    ready: (page) => page.getByText("Lumen Studio").waitFor(),
    declared: notSecure,
  },
  {
    name: "hostname-unknown",
    path: "/sign-in",
    hostname: "nobody.example",
    ready: heading("Nobody lives at this address"),
    declared: notSecure,
  },
  {
    name: "not-set-up",
    path: "/sign-in",
    arrange: (page) =>
      page.route("**/sign-in", async (route) => {
        const body = (await (await route.fetch()).text()).replace(/\{"apiUrl".*?\}/, "{}");
        return route.fulfill({ contentType: "text/html", body });
      }),
    ready: heading("FlowDesk is not set up here"),
  },
  {
    name: "broken",
    path: `${inside}/projects`,
    as: owner,
    arrange: (page) =>
      page.route("**/rest/v1/rpc/my_permissions", (route) =>
        route.fulfill({ status: 500, json: { code: "", message: "" } }),
      ),
    ready: heading("Something broke"),
    // The browser reports the answer, the router the failure.
    declared: /status of 500|^AppError/,
  },
  { name: "not-found", path: "/nowhere/at/all", ready: heading("There is nothing here") },
  {
    name: "building-blocks",
    path: "/dev/ui",
    ready: row,
    isLong: true,
    // Each block stands there in both themes, and so do its landmarks.
    withoutRules: ["landmark-unique"],
  },
  { name: "inbox", path: `${inside}/inbox`, as: owner, ready: heading("Nothing waits for you") },
  {
    name: "overview",
    path: `${inside}/overview`,
    as: owner,
    ready: (page) => page.getByRole("list", { name: "Tasks by person" }).waitFor(),
  },
  { name: "projects", path: `${inside}/projects`, as: owner, ready: row },
  {
    name: "project-new",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.getByRole("button", { name: "New project" }).click();
      await dialog(page);
    },
  },
  {
    name: "project-menu",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.getByRole("button", { name: "Actions for Website relaunch" }).click();
      await page.getByRole("menuitem", { name: "Delete project" }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    name: "project-general",
    path: `${inside}/p/WEB/settings/general`,
    as: owner,
    ready: field,
  },
  {
    name: "project-general-reader",
    path: `${inside}/p/WEB/settings/general`,
    as: viewer,
    ready: field,
  },
  {
    name: "project-people",
    path: `${inside}/p/HIRE/settings/people`,
    as: owner,
    ready: heading("Also see it"),
  },
  {
    name: "project-workflow",
    path: `${inside}/p/WEB/settings/workflow`,
    as: owner,
    ready: heading("Allowed transitions"),
    open: async (page) => {
      const rule = page.getByRole("switch");
      if ((await rule.getAttribute("aria-checked")) !== "true") await rule.click();
      await page.getByRole("checkbox").first().waitFor();
    },
  },
  {
    name: "project-status-delete",
    path: `${inside}/p/WEB/settings/workflow`,
    as: owner,
    ready: heading("Allowed transitions"),
    open: async (page) => {
      await page.getByRole("button", { name: "Delete status Review" }).click();
      await page.getByRole("alertdialog").getByLabel("Move its tasks to").waitFor();
    },
  },
  {
    name: "project-facts",
    path: `${inside}/p/WEB/board`,
    as: owner,
    ready: card,
    open: async (page) => {
      await page.getByRole("button", { name: "About this project" }).click();
      await dialog(page);
    },
  },
  { name: "board", path: `${inside}/p/WEB/board`, as: owner, ready: card },
  {
    name: "task",
    path: `${inside}/p/WEB/board?task=WEB-1`,
    as: owner,
    ready: (page) => page.getByText("Created").last().waitFor(),
  },
  {
    name: "task-page",
    path: `${inside}/task/WEB-12`,
    as: owner,
    ready: (page) => page.getByText("Created").last().waitFor(),
    isLong: true,
  },
  {
    name: "task-reader",
    path: `${inside}/task/WEB-12`,
    as: viewer,
    ready: (page) => page.getByText("You can read this task").waitFor(),
  },
  {
    name: "task-mention",
    path: `${inside}/p/WEB/board?task=WEB-1`,
    as: owner,
    ready: (page) => page.getByText("Created").last().waitFor(),
    open: async (page) => {
      await page.getByRole("textbox", { name: "New comment" }).fill("");
      await page.getByRole("textbox", { name: "New comment" }).pressSequentially("Hello @");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "task-calendar",
    path: `${inside}/p/WEB/board?task=WEB-1`,
    as: owner,
    ready: (page) => page.getByText("Created").last().waitFor(),
    open: async (page) => {
      await page.getByRole("button", { name: "Due date" }).click();
      await page.getByRole("grid").waitFor();
    },
  },
  { name: "list", path: `${inside}/p/WEB/list`, as: owner, ready: row },
  {
    name: "list-selected",
    path: `${inside}/p/WEB/list`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.getByRole("checkbox", { name: "Select WEB-9" }).click();
      await page.getByRole("checkbox", { name: "Select WEB-11" }).click({ modifiers: ["Shift"] });
      await page.getByText("3 selected").waitFor();
    },
  },
  {
    name: "list-filtered",
    path: `${inside}/p/WEB/list?priority=high,urgent&assignee=none`,
    as: owner,
    ready: heading("No task fits"),
  },
  { name: "list-reader", path: `${inside}/p/WEB/list`, as: viewer, ready: row },
  { name: "calendar", path: `${inside}/p/WEB/calendar`, as: owner, ready: heading("2") },
  { name: "tasks", path: `${inside}/tasks/list`, as: owner, ready: row },
  { name: "tasks-board", path: `${inside}/tasks/board`, as: owner, ready: card },
  { name: "my-work", path: `${inside}/my-work`, as: owner, ready: row },
  { name: "board-reader", path: `${inside}/p/WEB/board`, as: viewer, ready: card },
  {
    name: "palette",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.keyboard.press("ControlOrMeta+k");
      await page.getByRole("option", { name: "Website relaunch" }).waitFor();
    },
  },
  {
    name: "palette-search",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.keyboard.press("ControlOrMeta+k");
      await page.getByPlaceholder(/^Search, go/).fill("checklist");
      await page
        .getByRole("option", { name: /Launch checklist/ })
        .first()
        .waitFor();
    },
  },
  {
    name: "search",
    path: `${inside}/search?q=the`,
    as: owner,
    ready: (page) => page.getByRole("list", { name: "Results" }).waitFor(),
  },
  { name: "search-start", path: `${inside}/search`, as: owner, ready: heading("What are you") },
  {
    name: "search-nothing",
    path: `${inside}/search?q=xyzzyx`,
    as: owner,
    ready: heading("Nothing"),
  },
  {
    name: "import",
    path: `${inside}/p/WEB/import`,
    as: owner,
    ready: heading("Import tasks"),
    open: async (page) => {
      const text = "Title;Status;Assignee;Due date\nOne;Closed;Ada;31.12.2026\n;Blocked;Zoe;never";
      const buffer = Buffer.from(text);
      await page
        .getByLabel(/Drop/)
        .setInputFiles({ name: "tasks.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "Check rows" }).click();
      await page.getByText("would be refused").waitFor();
    },
  },
  {
    name: "shortcuts",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.keyboard.press("?");
      await dialog(page);
    },
  },
  {
    name: "task-new",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.keyboard.press("c");
      await dialog(page);
    },
  },
  {
    name: "project-budget",
    path: `${inside}/p/WEB/settings/budget`,
    as: owner,
    ready: (page) => page.getByText("Over budget").or(page.getByText("billable")).first().waitFor(),
  },
  {
    name: "labels",
    path: `${inside}/settings/labels`,
    as: owner,
    ready: (page) => page.getByRole("listitem").filter({ hasText: "tasks" }).first().waitFor(),
  },
  { name: "rates", path: `${inside}/settings/rates`, as: owner, ready: row },
  {
    name: "rate-new",
    path: `${inside}/settings/rates`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.getByRole("button", { name: "Add rate" }).click();
      await dialog(page);
    },
  },
  { name: "timesheet", path: `${inside}/time`, as: owner, ready: heading("Time") },
  {
    name: "timesheet-row",
    path: `${inside}/time?week=2026-01-05`,
    as: owner,
    ready: heading("Time"),
    open: async (page) => {
      await page.getByRole("button", { name: "Add row" }).click();
      const row = page.getByRole("dialog", { name: "Add row" });
      await row.getByRole("button", { name: "Project" }).click();
      await page.getByRole("option", { name: "Field app" }).click();
      await row.getByRole("button", { name: "Add row" }).click();
      await page
        .getByRole("textbox", { name: /on Monday$/ })
        .first()
        .waitFor();
    },
  },
  { name: "timesheet-reader", path: `${inside}/time`, as: viewer, ready: heading("Time") },
  { name: "time-entries", path: `${inside}/time/entries`, as: owner, ready: heading("Time") },
  {
    name: "time-new",
    path: `${inside}/time/entries`,
    as: owner,
    ready: heading("Time"),
    open: async (page) => {
      await page.getByRole("button", { name: "Add time" }).first().click();
      await dialog(page);
    },
  },
  {
    name: "timer-start",
    path: `${inside}/projects`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.keyboard.press("t");
      await dialog(page);
    },
  },
  { name: "members", path: `${inside}/members`, as: owner, ready: row },
  { name: "members-reader", path: `${inside}/members`, as: viewer, ready: row },
  {
    name: "members-filtered",
    path: `${inside}/members?q=nobody&role=admin`,
    as: owner,
    ready: heading("Nothing fits"),
  },
  { name: "members-invited", path: `${inside}/members/invitations`, as: owner, ready: row },
  {
    name: "member-new",
    path: `${inside}/members`,
    as: owner,
    ready: row,
    open: async (page) => {
      await page.getByRole("button", { name: "Invite people" }).click();
      await dialog(page);
    },
  },
  { name: "settings", path: `${inside}/settings/general`, as: owner, ready: field },
  {
    name: "settings-reader",
    path: `${inside}/settings/general`,
    as: viewer,
    ready: heading("Settings"),
  },
  { name: "roles", path: `${inside}/settings/roles`, as: owner, ready: row },
  { name: "plan", path: `${inside}/settings/plan`, as: owner, ready: heading("Plans") },
  { name: "domains", path: `${inside}/settings/domains`, as: owner, ready: heading("omain") },
  { name: "welcome", path: `${inside}/welcome`, as: owner, ready: heading("") },
  { name: "profile", path: "/account/profile", as: owner, ready: field },
  { name: "security", path: "/account/security", as: owner, ready: heading("Password") },
  { name: "invitations", path: "/account/invitations", as: owner, ready: heading("nvitation") },
  {
    name: "invitation-spent",
    path: "/invitation/nothing",
    ready: heading("nvitation"),
    // The invitation is not there.
    declared: /status of 404/,
  },
  {
    name: "project-hidden",
    path: `${inside}/p/NONE/board`,
    as: owner,
    ready: heading("cannot be shown"),
  },
  {
    name: "no-permission",
    path: `${inside}/settings/domains`,
    as: viewer,
    ready: (page) => page.getByText("Ada Lindqvist can give").waitFor(),
  },
  {
    name: "suspended",
    path: `${places.suspended.inside}/p/LADEN/board`,
    as: places.suspended.email,
    ready: (page) => page.getByText("is suspended").waitFor(),
  },
  {
    name: "fresh-projects",
    path: `${places.fresh.inside}/projects`,
    as: places.fresh.email,
    ready: heading("No projects yet"),
  },
  {
    name: "fresh-welcome",
    path: `${places.fresh.inside}/welcome`,
    as: places.fresh.email,
    ready: heading(""),
  },
  {
    name: "crowd-projects",
    path: `${places.crowd.inside}/projects`,
    as: places.crowd.email,
    ready: row,
  },
  {
    name: "crowd-search",
    path: `${places.crowd.inside}/projects?q=${encodeURIComponent(places.crowd.strange.slice(3))}&order=newest`,
    as: places.crowd.email,
    ready: (page) => page.getByRole("link", { name: places.crowd.strange }).waitFor(),
  },
  {
    name: "crowd-members",
    path: `${places.crowd.inside}/members`,
    as: places.crowd.email,
    // All of them, of more than one answer of the API.
    ready: (page) => page.getByText("1,001 members").waitFor({ state: "attached" }),
  },
  { name: "reset-password", path: "/reset-password", as: owner, ready: heading("new password") },
  {
    name: "no-access",
    path: "/o/nobody/projects",
    as: owner,
    ready: heading("You cannot see this"),
  },
  {
    name: "organization-new",
    path: "/new-organization",
    as: owner,
    ready: heading("Create your organization"),
  },
];

/** Opens windows onto screens, each person signed in once and not for every window. */
export class Viewers {
  readonly #browser: Browser;
  readonly #baseUrl: string;
  readonly #invitation: string;
  readonly #sessions = new Map<string, PersonOptions["storageState"]>();

  private constructor(browser: Browser, baseUrl: string, invitation: string) {
    this.#browser = browser;
    this.#baseUrl = baseUrl;
    this.#invitation = invitation;
  }

  static async of(browser: Browser, flowDesk: FlowDesk): Promise<Viewers> {
    const { invitation } = await createPlaces(flowDesk);
    return new Viewers(browser, flowDesk.status.WEB_URL, invitation);
  }

  /** A window of `email`, or of nobody. */
  async open(email: string | undefined, options: PersonOptions = {}): Promise<Person> {
    if (email === undefined) return openBrowserOf(this.#browser, this.#baseUrl, options);
    if (!this.#sessions.has(email)) {
      await using person = await openBrowserOf(this.#browser, this.#baseUrl);
      await signIn(person.page, email);
      await person.page.getByRole("navigation", { name: "Main" }).waitFor();
      this.#sessions.set(email, await person.page.context().storageState());
    }
    const storageState = this.#sessions.get(email);
    return openBrowserOf(this.#browser, this.#baseUrl, { ...options, storageState });
  }

  /** Goes to a screen and waits until it is as it should be. */
  async show(page: Page, screen: Screen): Promise<void> {
    await page.unrouteAll({ behavior: "ignoreErrors" });
    if (screen.as === undefined) await forgetSession(page);
    const address = new URL(screen.path.replace(":invitation", this.#invitation), this.#baseUrl);
    if (screen.hostname) address.hostname = screen.hostname;
    await screen.arrange?.(page);
    await page.goto(address.href);
    await screen.ready(page);
    await screen.open?.(page);
  }
}

/** Whoever signed in on the screen before is a stranger again. */
async function forgetSession(page: Page): Promise<void> {
  if (page.url() !== "about:blank") await page.evaluate("localStorage.clear()");
}

/** Signs a demo account in, through the page. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
