import type { ReactNode } from "react";

/** The target of a link to a file of ours; the rest of it is the file's id. */
export const fileScheme = "attachment:";

export interface MarkdownFile {
  id: string;
  /** What the text calls it. */
  label: string;
  /** It is to be shown, not only named. */
  isPicture: boolean;
}

/** What Markdown may do with files, where it may. */
export interface MarkdownFiles {
  /** Takes files in; each answers with the Markdown that stands for it, or nothing where it was refused. */
  upload?: ((files: readonly File[]) => Promise<string | undefined>[]) | undefined;
  render: (file: MarkdownFile) => ReactNode;
}
