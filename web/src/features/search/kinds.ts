import type { ParseKeys } from "i18next";
import {
  CircleCheckBig,
  FolderKanban,
  type LucideIcon,
  MessageSquare,
  Paperclip,
} from "lucide-react";
import { paths } from "#/lib/paths.ts";

/**
 * What is searched, in the order in which groups stand. The database finds clients and invoices too; they join
 * this list with the pages that show them.
 */
export const searchKinds = ["task", "project", "comment", "file"] as const;
export type SearchKind = (typeof searchKinds)[number];

export const kindLooks: Record<SearchKind, { plural: ParseKeys; icon: LucideIcon }> = {
  task: { plural: "search.tasks", icon: CircleCheckBig },
  project: { plural: "search.projects", icon: FolderKanban },
  comment: { plural: "search.comments", icon: MessageSquare },
  file: { plural: "search.files", icon: Paperclip },
};

/** Kinds as an address holds them: `task,comment`. What is none is left out. */
export function readKinds(text: string | undefined): SearchKind[] {
  const named = text?.split(",") ?? [];
  return searchKinds.filter((kind) => named.includes(kind));
}

/** Where a hit is opened: a project, or the task that it is or belongs to. */
export function pathOf(slug: string, { kind, key }: { kind: SearchKind; key: string }) {
  if (kind === "project") return paths.board(slug, key);
  return paths.board(slug, key.slice(0, key.lastIndexOf("-")), key);
}
