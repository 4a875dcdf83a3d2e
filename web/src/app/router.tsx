import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from "@tanstack/react-router";
import { hostOfPage } from "#/lib/hostname.ts";
import { loadInsideTexts } from "#/lib/i18n.ts";
import { paths } from "#/lib/paths.ts";
import { filterSearch } from "./filter-search.ts";
import {
  awaitSession,
  requireLink,
  requireSecondFactorOpen,
  requireSession,
  requireStranger,
} from "./guards.ts";
import { lastOrganizationSlug } from "./last-organization.ts";
import { BrokenPage } from "./pages/broken-page.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { PendingPage } from "./pages/pending-page.tsx";
import {
  confirmSearch,
  myWorkSearch,
  nextSearch,
  taskViewSearch,
  timeSearch,
  timesheetSearch,
} from "./search.ts";

// They speak to the server, for which a stranger has no use yet.
const loaders = () => import("./loaders.ts");

export interface RouterContext {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFoundPage,
  errorComponent: BrokenPage,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: nextSearch,
  beforeLoad: ({ search }) => requireStranger(search.next),
  component: lazyRouteComponent(() => import("./routes/sign-in.tsx"), "SignInRoute"),
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-up",
  validateSearch: nextSearch,
  beforeLoad: ({ search }) => requireStranger(search.next),
  component: lazyRouteComponent(() => import("./routes/sign-up.tsx"), "SignUpRoute"),
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/forgot-password",
  component: lazyRouteComponent(
    () => import("./routes/forgot-password.tsx"),
    "ForgotPasswordRoute",
  ),
});

const signInLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in-link",
  validateSearch: nextSearch,
  beforeLoad: ({ search }) => requireStranger(search.next),
  component: lazyRouteComponent(() => import("./routes/sign-in-link.tsx"), "SignInLinkRoute"),
});

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/two-factor",
  validateSearch: nextSearch,
  beforeLoad: ({ search }) => requireSecondFactorOpen(search.next),
  component: lazyRouteComponent(() => import("./routes/second-factor.tsx"), "SecondFactorRoute"),
});

const confirmRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/auth/confirm",
  validateSearch: confirmSearch,
  beforeLoad: ({ search }) => requireLink(search.token_hash, search.next),
  component: lazyRouteComponent(() => import("./routes/confirm.tsx"), "ConfirmRoute"),
});

const devUiRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/dev/ui",
  beforeLoad: loadInsideTexts,
  // Decided when the client is built, so that no bundle for production holds the page.
  component:
    import.meta.env.DEV || import.meta.env.VITE_DEV_PAGES === "1"
      ? lazyRouteComponent(() => import("./routes/dev/ui.tsx"), "DevUiRoute")
      : NotFoundPage,
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation/$token",
  beforeLoad: awaitSession,
  component: lazyRouteComponent(() => import("./routes/invitation.tsx"), "InvitationRoute"),
});

/** Everything that needs somebody to be signed in. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "inside",
  beforeLoad: ({ location }) => requireSession(location.href),
});

const homeRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/",
  loader: async ({ context }) => {
    const { loadOrganizations } = await loaders();
    const organizations = await loadOrganizations(context.queryClient);
    const last = hostOfPage()?.slug ?? lastOrganizationSlug.get();
    const chosen = organizations.find(({ slug }) => slug === last) ?? organizations[0];
    throw redirect({
      ...(chosen ? paths.projects(chosen.slug) : paths.newOrganization()),
      replace: true,
    });
  },
});

const newOrganizationRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/new-organization",
  component: lazyRouteComponent(
    () => import("./routes/new-organization.tsx"),
    "NewOrganizationRoute",
  ),
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/reset-password",
  component: lazyRouteComponent(() => import("./routes/reset-password.tsx"), "ResetPasswordRoute"),
});

const accountRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/account",
  component: lazyRouteComponent(() => import("./routes/account.tsx"), "AccountRoute"),
});

const accountHomeRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ ...paths.profile(), replace: true });
  },
});

const profileRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/profile",
  component: lazyRouteComponent(() => import("./routes/profile.tsx"), "ProfileRoute"),
});

const securityRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/security",
  component: lazyRouteComponent(() => import("./routes/security.tsx"), "SecurityRoute"),
});

const receivedInvitationsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/invitations",
  component: lazyRouteComponent(
    () => import("./routes/received-invitations.tsx"),
    "ReceivedInvitationsRoute",
  ),
});

const organizationRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/o/$slug",
  loader: async ({ context, params }) =>
    (await loaders()).loadOrganization(context.queryClient, params.slug),
  component: lazyRouteComponent(() => import("./routes/organization.tsx"), "OrganizationRoute"),
  notFoundComponent: lazyRouteComponent(() => import("./pages/no-access-page.tsx"), "NoAccessPage"),
});

const organizationHomeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ ...paths.projects(params.slug), replace: true });
  },
});

const inboxRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/inbox",
  component: lazyRouteComponent(() => import("./routes/inbox.tsx"), "InboxRoute"),
});

const overviewRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/overview",
  staticData: { permission: "tasks.read" },
  component: lazyRouteComponent(() => import("./routes/overview.tsx"), "OverviewRoute"),
});

const projectsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/projects",
  staticData: { permission: "projects.read" },
  validateSearch: filterSearch("q", "status", "lead", "archived", "order"),
  component: lazyRouteComponent(() => import("./routes/projects.tsx"), "ProjectsRoute"),
});

const searchRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/search",
  staticData: { permission: "organization.read" },
  validateSearch: filterSearch("q", "kinds"),
  component: lazyRouteComponent(() => import("./routes/search.tsx"), "SearchRoute"),
});

const welcomeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./routes/welcome.tsx"), "WelcomeRoute"),
});

const settingsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/settings",
  staticData: { permission: "organization.read" },
  component: lazyRouteComponent(() => import("./routes/settings.tsx"), "SettingsRoute"),
});

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ ...paths.generalSettings(params.slug), replace: true });
  },
});

const generalSettingsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general",
  component: lazyRouteComponent(
    () => import("./routes/general-settings.tsx"),
    "GeneralSettingsRoute",
  ),
});

const membersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/members",
  staticData: { permission: "organization.read" },
  component: lazyRouteComponent(() => import("./routes/members.tsx"), "MembersRoute"),
});

const memberListRoute = createRoute({
  getParentRoute: () => membersRoute,
  path: "/",
  validateSearch: filterSearch("q", "role", "status", "order", "direction"),
  component: lazyRouteComponent(() => import("./routes/member-list.tsx"), "MemberListRoute"),
});

const invitationListRoute = createRoute({
  getParentRoute: () => membersRoute,
  path: "/invitations",
  validateSearch: filterSearch("q", "role", "status", "order", "direction"),
  component: lazyRouteComponent(
    () => import("./routes/invitation-list.tsx"),
    "InvitationListRoute",
  ),
});

const rolesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/roles",
  component: lazyRouteComponent(() => import("./routes/roles.tsx"), "RolesRoute"),
});

const planRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/plan",
  component: lazyRouteComponent(() => import("./routes/plan.tsx"), "PlanRoute"),
});

const domainsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/domains",
  staticData: { permission: "domains.manage" },
  component: lazyRouteComponent(() => import("./routes/domains.tsx"), "DomainsRoute"),
});

const labelsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/labels",
  staticData: { permission: "tasks.read" },
  component: lazyRouteComponent(() => import("./routes/labels.tsx"), "LabelsRoute"),
});

const ratesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/rates",
  staticData: { permission: "rates.read" },
  component: lazyRouteComponent(() => import("./routes/rates.tsx"), "RatesRoute"),
});

const projectRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/p/$key",
  staticData: { permission: "projects.read" },
  loader: async ({ context, params }) =>
    (await loaders()).loadProject(context.queryClient, params.slug, params.key),
  notFoundComponent: lazyRouteComponent(
    () => import("./pages/project-not-found.tsx"),
    "ProjectNotFound",
  ),
});

const projectHomeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ ...paths.board(params.slug, params.key), replace: true });
  },
});

const projectImportRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/import",
  staticData: { permission: "tasks.create" },
  component: lazyRouteComponent(() => import("./routes/project-import.tsx"), "ProjectImportRoute"),
});

const projectTasksRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/$layout",
  params: { parse: parseLayout },
  validateSearch: taskViewSearch,
  component: lazyRouteComponent(() => import("./routes/project-tasks.tsx"), "ProjectTasksRoute"),
});

const tasksHomeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/tasks",
  beforeLoad: ({ params }) => {
    throw redirect({ ...paths.tasks(params.slug), replace: true });
  },
});

const tasksRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/tasks/$layout",
  params: { parse: parseLayout },
  validateSearch: taskViewSearch,
  component: lazyRouteComponent(() => import("./routes/all-tasks.tsx"), "AllTasksRoute"),
});

const taskRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/task/$taskKey",
  component: lazyRouteComponent(() => import("./routes/task.tsx"), "TaskRoute"),
});

const myWorkRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/my-work",
  validateSearch: myWorkSearch,
  component: lazyRouteComponent(() => import("./routes/my-work.tsx"), "MyWorkRoute"),
});

const projectSettingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/settings",
  component: lazyRouteComponent(
    () => import("./routes/project-settings.tsx"),
    "ProjectSettingsRoute",
  ),
});

const projectSettingsHomeRoute = createRoute({
  getParentRoute: () => projectSettingsRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ ...paths.projectGeneral(params.slug, params.key), replace: true });
  },
});

const projectGeneralRoute = createRoute({
  getParentRoute: () => projectSettingsRoute,
  path: "/general",
  component: lazyRouteComponent(
    () => import("./routes/project-general.tsx"),
    "ProjectGeneralRoute",
  ),
});

const projectPeopleRoute = createRoute({
  getParentRoute: () => projectSettingsRoute,
  path: "/people",
  component: lazyRouteComponent(() => import("./routes/project-people.tsx"), "ProjectPeopleRoute"),
});

const projectWorkflowRoute = createRoute({
  getParentRoute: () => projectSettingsRoute,
  path: "/workflow",
  component: lazyRouteComponent(
    () => import("./routes/project-workflow.tsx"),
    "ProjectWorkflowRoute",
  ),
});

const projectBudgetRoute = createRoute({
  getParentRoute: () => projectSettingsRoute,
  path: "/budget",
  component: lazyRouteComponent(() => import("./routes/project-budget.tsx"), "ProjectBudgetRoute"),
});

const timeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "/time",
  component: lazyRouteComponent(() => import("./routes/time.tsx"), "TimeRoute"),
});

const timesheetRoute = createRoute({
  getParentRoute: () => timeRoute,
  path: "/",
  validateSearch: timesheetSearch,
  component: lazyRouteComponent(() => import("./routes/timesheet.tsx"), "TimesheetRoute"),
});

const timeEntriesRoute = createRoute({
  getParentRoute: () => timeRoute,
  path: "/entries",
  validateSearch: timeSearch,
  component: lazyRouteComponent(() => import("./routes/time-entries.tsx"), "TimeEntriesRoute"),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signUpRoute,
  forgotPasswordRoute,
  signInLinkRoute,
  secondFactorRoute,
  confirmRoute,
  invitationRoute,
  devUiRoute,
  insideRoute.addChildren([
    homeRoute,
    resetPasswordRoute,
    accountRoute.addChildren([
      accountHomeRoute,
      profileRoute,
      securityRoute,
      receivedInvitationsRoute,
    ]),
    newOrganizationRoute,
    organizationRoute.addChildren([
      organizationHomeRoute,
      inboxRoute,
      overviewRoute,
      projectsRoute,
      searchRoute,
      welcomeRoute,
      membersRoute.addChildren([memberListRoute, invitationListRoute]),
      settingsRoute.addChildren([
        settingsHomeRoute,
        generalSettingsRoute,
        rolesRoute,
        planRoute,
        labelsRoute,
        ratesRoute,
        domainsRoute,
      ]),
      tasksHomeRoute,
      tasksRoute,
      taskRoute,
      myWorkRoute,
      timeRoute.addChildren([timesheetRoute, timeEntriesRoute]),
      projectRoute.addChildren([
        projectHomeRoute,
        projectImportRoute,
        projectTasksRoute,
        projectSettingsRoute.addChildren([
          projectSettingsHomeRoute,
          projectGeneralRoute,
          projectPeopleRoute,
          projectWorkflowRoute,
          projectBudgetRoute,
        ]),
      ]),
    ]),
  ]),
]);

/** A layout that there is; anything else is no page of ours. */
function parseLayout<Params extends { layout: string }>(params: Params) {
  const { layout } = params;
  if (layout !== "list" && layout !== "board" && layout !== "calendar") throw notFound();
  return { ...params, layout } as const;
}

/** The routes, what each needs before it shows, and what shows when that fails. Pages are loaded on demand. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    // Freshness is the query cache's business.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: BrokenPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
