import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentTitle } from "#/lib/use-document-title.ts";

interface PageHeaderProps {
  /** The way back up: links to what this page is part of, from the top down. */
  trail?: readonly ReactNode[];
  /** Small things before the title: a mark, a key. */
  lead?: ReactNode;
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
}

/** The first line of a page: what it is, and what one can do here. */
export function PageHeader({ trail = [], lead, title, aside, actions }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <header className="flex min-h-13 shrink-0 items-center gap-3 border-b border-hairline py-2 pr-4 pl-13 md:px-6">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {trail.length > 0 && <Breadcrumb trail={trail} />}
        {lead}
        <h1 className="truncate text-lg font-strong">{title}</h1>
        {aside}
      </div>
      <div className="flex shrink-0 items-center gap-2">{actions}</div>
    </header>
  );
}

function Breadcrumb({ trail }: { trail: readonly ReactNode[] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("shell.breadcrumb")} className="shrink-0 max-md:hidden">
      <ol className="flex items-center gap-2 text-sm text-muted [&_a]:rounded-control [&_a]:transition-colors [&_a:hover]:text-text">
        {trail.map((link, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the trail of a page never changes its order
          <li key={index} className="flex items-center gap-2">
            {link}
            <ChevronRight className="size-3.5" aria-hidden />
          </li>
        ))}
      </ol>
    </nav>
  );
}
