import type { Permission } from "@flowdesk/types/permissions";
import type { ParseKeys } from "i18next";
import {
  Banknote,
  ChartNoAxesColumn,
  CircleCheckBig,
  CircleUser,
  Clock,
  FolderKanban,
  Gauge,
  Globe,
  Inbox,
  KeyRound,
  ListTodo,
  type LucideIcon,
  Mail,
  Settings,
  ShieldCheck,
  Tags,
  Users,
} from "lucide-react";
import { paths } from "#/lib/paths.ts";
import type { ShortcutId } from "#/lib/shortcuts/shortcut-list.ts";
import { useInboxCount } from "./use-inbox-count.ts";

export interface Destination {
  id: string;
  label: ParseKeys;
  icon: LucideIcon;
  link: (
    slug: string,
  ) => ReturnType<
    (typeof paths)[
      | "inbox"
      | "overview"
      | "projects"
      | "members"
      | "settings"
      | "tasks"
      | "myWork"
      | "time"]
  >;
  shortcut?: ShortcutId;
  /** Who may not do this has nothing to see there. */
  permission?: Permission;
  /** A hook that counts what waits there to be seen. */
  useCount?: () => number;
}

/** The pages of an organization that one can always go to, in the order of the sidebar and of the palette. */
export const destinations: readonly Destination[] = [
  {
    id: "inbox",
    label: "inbox.title",
    icon: Inbox,
    link: paths.inbox,
    shortcut: "goInbox",
    useCount: useInboxCount,
  },
  {
    id: "overview",
    label: "overview.title",
    icon: ChartNoAxesColumn,
    link: paths.overview,
    shortcut: "goOverview",
    permission: "tasks.read",
  },
  {
    id: "my-work",
    label: "myWork.title",
    icon: CircleCheckBig,
    link: paths.myWork,
    shortcut: "goMyWork",
    permission: "tasks.read",
  },
  {
    id: "tasks",
    label: "allTasks.title",
    icon: ListTodo,
    link: paths.tasks,
    shortcut: "goTasks",
    permission: "tasks.read",
  },
  {
    id: "projects",
    label: "projects.all",
    icon: FolderKanban,
    link: paths.projects,
    shortcut: "goProjects",
    permission: "projects.read",
  },
  {
    id: "time",
    label: "time.title",
    icon: Clock,
    link: paths.time,
    shortcut: "goTime",
    permission: "organization.read",
  },
  {
    id: "members",
    label: "members.title",
    icon: Users,
    link: paths.members,
    shortcut: "goMembers",
    permission: "organization.read",
  },
  {
    id: "settings",
    label: "settings.title",
    icon: Settings,
    link: paths.settings,
    shortcut: "goSettings",
    permission: "organization.read",
  },
];

interface FurtherPage {
  id: string;
  label: ParseKeys;
  icon: LucideIcon;
  link: (
    slug: string,
  ) => ReturnType<
    (typeof paths)[
      | "generalSettings"
      | "roles"
      | "labels"
      | "rates"
      | "plan"
      | "domains"
      | "profile"
      | "security"
      | "receivedInvitations"]
  >;
  /** Who may not do this cannot open it. */
  permission?: Permission;
}

/** Pages that other pages lead to; the palette goes there at once. */
export const furtherPages: readonly FurtherPage[] = [
  {
    id: "general",
    label: "palette.goGeneral",
    icon: Settings,
    link: paths.generalSettings,
    permission: "organization.read",
  },
  {
    id: "roles",
    label: "palette.goRoles",
    icon: ShieldCheck,
    link: paths.roles,
    permission: "organization.read",
  },
  {
    id: "labels",
    label: "palette.goLabels",
    icon: Tags,
    link: paths.labels,
    permission: "tasks.read",
  },
  {
    id: "rates",
    label: "palette.goRates",
    icon: Banknote,
    link: paths.rates,
    permission: "rates.read",
  },
  {
    id: "plan",
    label: "palette.goPlan",
    icon: Gauge,
    link: paths.plan,
    permission: "organization.read",
  },
  {
    id: "domains",
    label: "palette.goDomains",
    icon: Globe,
    link: paths.domains,
    permission: "domains.manage",
  },
  { id: "profile", label: "palette.goProfile", icon: CircleUser, link: paths.profile },
  { id: "security", label: "palette.goSecurity", icon: KeyRound, link: paths.security },
  {
    id: "invitations",
    label: "palette.goInvitations",
    icon: Mail,
    link: paths.receivedInvitations,
  },
];
