import { lazy, Suspense } from "react";
import { Skeleton } from "./skeleton.tsx";

// The parser is of use only where there is something to read.
const MarkdownContent = lazy(async () => ({
  default: (await import("./markdown-content.tsx")).MarkdownContent,
}));

/** Markdown as people write it, with nothing in it that could do harm. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Skeleton className="h-4 w-2/3 animate-late" />}>
      <MarkdownContent text={text} />
    </Suspense>
  );
}
