import type { Mentionable } from "#/components/ui/editor/mention-list.tsx";
import type { MarkdownFiles } from "#/components/ui/markdown-files.ts";

/** What comments need to know of what surrounds them; the route puts it together from other features. */
export interface CommentContext {
  taskId: string;
  userId: string;
  /** Everybody, by name. */
  members: readonly { id: string; name: string }[];
  /** Those who can see the task. */
  mentionable: readonly Mentionable[];
  files: MarkdownFiles;
  /** Nobody changes anything in an archived project. */
  isArchived: boolean;
}
