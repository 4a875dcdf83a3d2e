import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Kbd } from "#/components/ui/kbd.tsx";
import { Tooltip } from "#/components/ui/tooltip.tsx";
import { formatNumber } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { runShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import type { Destination } from "./destinations.ts";
import { navigationRow } from "./navigation-row.ts";

interface DestinationLinkProps {
  destination: Destination;
  isCollapsed: boolean;
}

/** A place of the sidebar, with how much waits there. */
export function DestinationLink({ destination, isCollapsed }: DestinationLinkProps) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganization();
  const { label, icon: Icon, link, shortcut, useCount = useNothing } = destination;
  const count = useCount();
  const words = t(label);
  return (
    <NamedRow name={words} keys={shortcut && shortcuts[shortcut].keys} isCollapsed={isCollapsed}>
      <Link
        {...link(slug)}
        aria-label={isCollapsed ? words : undefined}
        className={navigationRow(isCollapsed)}
      >
        <Icon className="size-4" aria-hidden />
        {!isCollapsed && <span className="truncate">{words}</span>}
        {!isCollapsed && count > 0 && (
          <span className="ml-auto text-xs tabular-nums text-muted">
            {formatNumber(count, i18n.language)}
          </span>
        )}
      </Link>
    </NamedRow>
  );
}

/** Opens the palette. */
export function SearchButton({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation();
  return (
    <NamedRow name={t("shell.search")} keys={shortcuts.palette.keys} isCollapsed={isCollapsed}>
      <button
        type="button"
        aria-label={isCollapsed ? t("shell.search") : undefined}
        onClick={() => runShortcut("palette")}
        className={`${navigationRow(isCollapsed)} ${isCollapsed ? "" : "w-full"}`}
      >
        <Search className="size-4" aria-hidden />
        {!isCollapsed && (
          <>
            {t("shell.search")}
            <Kbd keys={shortcuts.palette.keys} className="ml-auto pointer-coarse:hidden" />
          </>
        )}
      </button>
    </NamedRow>
  );
}

interface NamedRowProps {
  name: string;
  keys: string | undefined;
  isCollapsed: boolean;
  children: ReactElement;
}

/** An icon alone needs its name beside it; a row with words needs only its keys, where it has some. */
function NamedRow({ name, keys, isCollapsed, children }: NamedRowProps): ReactNode {
  if (!isCollapsed) return children;
  return (
    <Tooltip content={name} keys={keys} side="right">
      {children}
    </Tooltip>
  );
}

function useNothing(): number {
  return 0;
}
