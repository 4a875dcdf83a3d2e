import type { TaskLayout, TaskSearch } from "@flowdesk/types/task-filters";

/** What an address of tasks says: which are shown, how, and which one stands open. */
export interface TaskViewSearch extends TaskSearch {
  task?: string | undefined;
  /** Where a calendar stands: a day, and "week" where it shows no month. */
  day?: string | undefined;
  span?: string | undefined;
  /** The saved view that this began as. */
  view?: string | undefined;
}

export interface MyWorkSearch extends TaskViewSearch {
  /** Assigned to me, when nothing is said. */
  as?: "reporter" | "watcher" | undefined;
}

/**
 * Every address of the client, ready for `<Link {...paths.board(slug, key)}>`, `navigate` and `redirect`.
 * The router checks them against its routes.
 */
export const paths = {
  home: () => ({ to: "/" }) as const,
  signIn: (next?: string) => ({ to: "/sign-in", search: next ? { next } : {} }) as const,
  signUp: (next?: string) => ({ to: "/sign-up", search: next ? { next } : {} }) as const,
  forgotPassword: () => ({ to: "/forgot-password" }) as const,
  signInLink: (next?: string) => ({ to: "/sign-in-link", search: next ? { next } : {} }) as const,
  resetPassword: () => ({ to: "/reset-password" }) as const,
  secondFactor: (next?: string) => ({ to: "/two-factor", search: next ? { next } : {} }) as const,
  profile: () => ({ to: "/account/profile" }) as const,
  security: () => ({ to: "/account/security" }) as const,
  receivedInvitations: () => ({ to: "/account/invitations" }) as const,
  invitation: (token: string) => ({ to: "/invitation/$token", params: { token } }) as const,
  newOrganization: () => ({ to: "/new-organization" }) as const,
  organization: (slug: string) => ({ to: "/o/$slug", params: { slug } }) as const,
  inbox: (slug: string) => ({ to: "/o/$slug/inbox", params: { slug } }) as const,
  overview: (slug: string) => ({ to: "/o/$slug/overview", params: { slug } }) as const,
  projects: (slug: string) => ({ to: "/o/$slug/projects", params: { slug } }) as const,
  search: (slug: string, q?: string) =>
    ({ to: "/o/$slug/search", params: { slug }, search: q ? { q } : {} }) as const,
  welcome: (slug: string) => ({ to: "/o/$slug/welcome", params: { slug } }) as const,
  settings: (slug: string) => ({ to: "/o/$slug/settings", params: { slug } }) as const,
  generalSettings: (slug: string) =>
    ({ to: "/o/$slug/settings/general", params: { slug } }) as const,
  members: (slug: string) => ({ to: "/o/$slug/members", params: { slug } }) as const,
  invitations: (slug: string) =>
    ({ to: "/o/$slug/members/invitations", params: { slug } }) as const,
  roles: (slug: string) => ({ to: "/o/$slug/settings/roles", params: { slug } }) as const,
  plan: (slug: string) => ({ to: "/o/$slug/settings/plan", params: { slug } }) as const,
  domains: (slug: string) => ({ to: "/o/$slug/settings/domains", params: { slug } }) as const,
  projectSettings: (slug: string, key: string) =>
    ({ to: "/o/$slug/p/$key/settings", params: { slug, key } }) as const,
  projectGeneral: (slug: string, key: string) =>
    ({ to: "/o/$slug/p/$key/settings/general", params: { slug, key } }) as const,
  projectPeople: (slug: string, key: string) =>
    ({ to: "/o/$slug/p/$key/settings/people", params: { slug, key } }) as const,
  projectWorkflow: (slug: string, key: string) =>
    ({ to: "/o/$slug/p/$key/settings/workflow", params: { slug, key } }) as const,
  labels: (slug: string) => ({ to: "/o/$slug/settings/labels", params: { slug } }) as const,
  rates: (slug: string) => ({ to: "/o/$slug/settings/rates", params: { slug } }) as const,
  projectBudget: (slug: string, key: string) =>
    ({ to: "/o/$slug/p/$key/settings/budget", params: { slug, key } }) as const,
  time: (slug: string) => ({ to: "/o/$slug/time", params: { slug } }) as const,
  timesheet: (slug: string, search: TimesheetSearch = {}) =>
    ({ to: "/o/$slug/time", params: { slug }, search }) as const,
  timeEntries: (slug: string, search: TimeSearch = {}) =>
    ({ to: "/o/$slug/time/entries", params: { slug }, search }) as const,
  projectImport: (slug: string, key: string) =>
    ({ to: "/o/$slug/p/$key/import", params: { slug, key } }) as const,
  board: (slug: string, key: string, task?: string) =>
    ({
      to: "/o/$slug/p/$key/$layout",
      params: { slug, key, layout: "board" },
      search: task ? { task } : {},
    }) as const,
  projectTasks: (slug: string, key: string, layout: TaskLayout, search: TaskViewSearch = {}) =>
    ({ to: "/o/$slug/p/$key/$layout", params: { slug, key, layout }, search }) as const,
  tasks: (slug: string, layout: TaskLayout = "list", search: TaskViewSearch = {}) =>
    ({ to: "/o/$slug/tasks/$layout", params: { slug, layout }, search }) as const,
  myWork: (slug: string, search: MyWorkSearch = {}) =>
    ({ to: "/o/$slug/my-work", params: { slug }, search }) as const,
  /** The same page with its calendar at another place. */
  calendarAt: (day: string, span: "month" | "week") =>
    ({
      to: ".",
      search: <Search extends object>(before: Search) => ({
        ...before,
        day,
        span: span === "week" ? span : undefined,
      }),
    }) as const,
  /** A task as a page of its own. */
  task: (slug: string, taskKey: string) =>
    ({ to: "/o/$slug/task/$taskKey", params: { slug, taskKey } }) as const,
  /** The same page with a task open beside it. */
  openTask: (task: string) =>
    ({
      to: ".",
      search: <Search extends object>(before: Search) => ({ ...before, task }),
    }) as const,
} as const;

/** Which week of whom: `?week=2026-11-16&user=…`. */
export interface TimesheetSearch {
  week?: string | undefined;
  user?: string | undefined;
}

/** Which entries: of whom ("all" is everybody), of what, from which day to which. */
export interface TimeSearch {
  user?: string | undefined;
  project?: string | undefined;
  billable?: "yes" | "no" | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** The whole address that the links of Auth's mails lead back to; from there to `next`. */
export function confirmUrl(next = "/"): string {
  const url = new URL("/auth/confirm", window.location.origin);
  // Always there: our templates of mails add theirs with "&".
  url.searchParams.set("next", nextHref(next));
  return url.href;
}

/** The whole address of an invitation, to hand on. */
export function invitationUrl(token: string): string {
  return new URL(`/invitation/${token}`, window.location.origin).href;
}

/** Whether `next` leads to an invitation: whoever comes for one needs no organization of their own. */
export function isInvitation(next: string | undefined): boolean {
  return next?.startsWith("/invitation/") ?? false;
}

/**
 * An address inside this application, or undefined. `next` comes from the URL, so anything that a browser
 * could take as another site is refused: a scheme, `//host`, and `/\host`, which browsers read as `//host`.
 */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return undefined;
  const base = "http://inside.invalid";
  if (!URL.canParse(next, base)) return undefined;
  const url = new URL(next, base);
  const address = `${url.pathname}${url.search}${url.hash}`;
  // Dots are resolved by now: "/.//host" has become "//host".
  return url.origin === base && !address.startsWith("//") ? address : undefined;
}

/** Where to go on to: `next`, or the start where that is no address of ours. */
export function nextHref(next: unknown): string {
  return safeNext(next) ?? "/";
}
