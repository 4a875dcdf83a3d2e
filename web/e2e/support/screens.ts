import type { Browser, Page } from "playwright-core";
import { demoPassword } from "../../../scripts/demo-accounts.ts";
import { openBrowserOf, type Person, type PersonOptions } from "./browser.ts";

export interface Screen {
  /** The name of its screenshots. */
  name: string;
  path: string;
  /** Who looks at it; nobody signed in where it is absent. */
  as?: string;
  /** What is there once the screen is. */
  ready: (page: Page) => Promise<unknown>;
  /** What is done there first, such as opening a dialog. */
  open?: (page: Page) => Promise<unknown>;
  /** What the console may say here. */
  declared?: RegExp;
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
  { name: "not-found", path: "/nowhere/at/all", ready: heading("There is nothing here") },
  { name: "building-blocks", path: "/dev/ui", ready: row, isLong: true },
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
    ready: heading("Allowed ways"),
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
    ready: heading("Allowed ways"),
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
    name: "task-calendar",
    path: `${inside}/p/WEB/board?task=WEB-1`,
    as: owner,
    ready: (page) => page.getByText("Created").last().waitFor(),
    open: async (page) => {
      await page.getByRole("button", { name: "Due date" }).click();
      await page.getByRole("grid").waitFor();
    },
  },
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
  { name: "members", path: `${inside}/members`, as: owner, ready: row },
  { name: "members-reader", path: `${inside}/members`, as: viewer, ready: row },
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
  readonly #sessions = new Map<string, PersonOptions["storageState"]>();

  constructor(browser: Browser, baseUrl: string) {
    this.#browser = browser;
    this.#baseUrl = baseUrl;
  }

  /** A window of `email`, or of nobody. */
  async open(email: string | undefined, options: PersonOptions = {}): Promise<Person> {
    if (email === undefined) return openBrowserOf(this.#browser, this.#baseUrl, options);
    if (!this.#sessions.has(email)) {
      await using person = await openBrowserOf(this.#browser, this.#baseUrl);
      await signIn(person.page, email);
      this.#sessions.set(email, await person.page.context().storageState());
    }
    const storageState = this.#sessions.get(email);
    return openBrowserOf(this.#browser, this.#baseUrl, { ...options, storageState });
  }
}

/** Signs one of the demo accounts in, through the page. */
async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("main").getByRole("row").first().waitFor();
}

/** Goes to a screen and waits until it is as it should be. */
export async function showScreen(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path);
  await screen.ready(page);
  await screen.open?.(page);
}
