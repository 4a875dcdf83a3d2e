import { lazy, Suspense } from "react";
import type { MarkdownFiles } from "./markdown-files.ts";
import { Skeleton } from "./skeleton.tsx";

// The parser is of use only where there is something to read.
const MarkdownContent = lazy(async () => ({
  default: (await import("./markdown-content.tsx")).MarkdownContent,
}));

interface MarkdownProps {
  text: string;
  /** Where files are known; elsewhere only their names are shown. */
  files?: Pick<MarkdownFiles, "render"> | undefined;
}

/** Markdown as people write it, with nothing in it that could do harm. */
export function Markdown({ text, files }: MarkdownProps) {
  return (
    <Suspense fallback={<Skeleton className="h-4 w-2/3 animate-late" />}>
      <MarkdownContent text={text} files={files} />
    </Suspense>
  );
}
