import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "#/lib/format.ts";

export interface Share {
  id: string;
  /** A mark and a name, usually a link. */
  name: ReactNode;
  open: number;
  completed: number;
}

/** Rows whose bars have one scale: what is complete, and what is still open beside it. */
export function ShareList({ label, shares }: { label: string; shares: readonly Share[] }) {
  const { t, i18n } = useTranslation();
  const longest = Math.max(1, ...shares.map(({ open, completed }) => open + completed));
  const width = (tasks: number) => ({ width: `${(tasks / longest) * 100}%` });
  return (
    <ul aria-label={label} className="flex flex-col">
      {shares.map(({ id, name, open, completed }) => (
        <li
          key={id}
          className="grid min-h-row grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-hairline py-1.5 text-sm last:border-b-0 sm:grid-cols-[minmax(0,14rem)_1fr_auto]"
        >
          <span className="flex min-w-0 items-center gap-2">{name}</span>
          <span
            aria-hidden
            className="flex h-2 overflow-hidden rounded-full max-sm:order-last max-sm:col-span-2 max-sm:mt-1.5"
          >
            <span className="bg-accent" style={width(open)} />
            <span className="bg-surface-3" style={width(completed)} />
          </span>
          <span className="text-right whitespace-nowrap tabular-nums text-muted">
            {t("overview.openOf", {
              open: formatNumber(open, i18n.language),
              total: formatNumber(open + completed, i18n.language),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
