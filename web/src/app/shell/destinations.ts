import type { Permission } from "@flowdesk/types/permissions";
import type { ParseKeys } from "i18next";
import { FolderKanban, type LucideIcon, Settings, Users } from "lucide-react";
import { paths } from "#/lib/paths.ts";
import type { ShortcutId } from "#/lib/shortcuts/shortcut-list.ts";

export interface Destination {
  id: string;
  label: ParseKeys;
  icon: LucideIcon;
  link: (slug: string) => ReturnType<(typeof paths)["projects" | "members" | "settings"]>;
  shortcut?: ShortcutId;
  /** Who may not do this has nothing to see there. */
  permission?: Permission;
  /** A hook that counts what waits there to be seen. */
  useCount?: () => number;
}

/** The pages of an organization that one can always go to, in the order of the sidebar and of the palette. */
export const destinations: readonly Destination[] = [
  {
    id: "projects",
    label: "projects.all",
    icon: FolderKanban,
    link: paths.projects,
    shortcut: "goProjects",
    permission: "projects.read",
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
