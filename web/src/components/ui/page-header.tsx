import type { ReactNode } from "react";
import { useDocumentTitle } from "#/lib/use-document-title.ts";

interface PageHeaderProps {
  /** Small things before the title: a mark, a key. */
  lead?: ReactNode;
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
}

/** The first line of a page: what it is, and what one can do here. */
export function PageHeader({ lead, title, aside, actions }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <header className="flex min-h-13 shrink-0 items-center gap-3 border-b border-hairline py-2 pr-4 pl-13 md:px-6">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {lead}
        <h1 className="truncate text-lg font-strong">{title}</h1>
        {aside}
      </div>
      <div className="flex shrink-0 items-center gap-2">{actions}</div>
    </header>
  );
}
