import type { ParseKeys } from "i18next";

export interface Shortcut {
  /** As in `parseKeys`: "mod+k", "g p", "?". */
  keys: string;
  group: ShortcutGroup;
  label: ParseKeys;
}

export const shortcutGroups = ["general", "go", "lists"] as const;
export type ShortcutGroup = (typeof shortcutGroups)[number];

/** Every shortcut there is. Binding, the sheet of shortcuts, menus and tooltips all read this list. */
export const shortcuts = {
  palette: { keys: "mod+k", group: "general", label: "shortcuts.palette" },
  search: { keys: "/", group: "general", label: "shortcuts.search" },
  create: { keys: "c", group: "general", label: "shortcuts.create" },
  timer: { keys: "t", group: "general", label: "time.toggle" },
  sidebar: { keys: "[", group: "general", label: "shortcuts.sidebar" },
  back: { keys: "escape", group: "general", label: "shortcuts.back" },
  help: { keys: "?", group: "general", label: "shortcuts.help" },
  filter: { keys: "f", group: "lists", label: "filters.add" },
  goInbox: { keys: "g i", group: "go", label: "inbox.title" },
  goOverview: { keys: "g v", group: "go", label: "overview.title" },
  goMyWork: { keys: "g m", group: "go", label: "myWork.title" },
  goTasks: { keys: "g t", group: "go", label: "allTasks.title" },
  goProjects: { keys: "g p", group: "go", label: "projects.all" },
  goTime: { keys: "g h", group: "go", label: "time.title" },
  goMembers: { keys: "g u", group: "go", label: "members.title" },
  goSettings: { keys: "g s", group: "go", label: "settings.title" },
  goOrganization: { keys: "g o", group: "go", label: "shortcuts.goOrganization" },
  next: { keys: "j", group: "lists", label: "shortcuts.next" },
  previous: { keys: "k", group: "lists", label: "shortcuts.previous" },
  open: { keys: "enter", group: "lists", label: "shortcuts.open" },
  select: { keys: "x", group: "lists", label: "shortcuts.select" },
  selectAll: { keys: "mod+a", group: "lists", label: "ui.selectAll" },
  setStatus: { keys: "s", group: "lists", label: "shortcuts.setStatus" },
  setPriority: { keys: "p", group: "lists", label: "shortcuts.setPriority" },
  setAssignee: { keys: "a", group: "lists", label: "shortcuts.setAssignee" },
  setLabels: { keys: "l", group: "lists", label: "shortcuts.setLabels" },
  setDue: { keys: "d", group: "lists", label: "shortcuts.setDue" },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;
