import { clsx } from "clsx";
import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";

interface Trend {
  direction: "up" | "down" | "flat";
  /** "12 % more than in October". */
  words: string;
  /** Whether that is good news; a rise in overdue invoices is not. */
  isGood?: boolean;
}

interface StatTileProps {
  label: string;
  /** The figure, formatted. */
  value: string;
  trend?: Trend;
  /** The way to the rows behind it; a link that covers the tile. */
  link?: ReactNode;
}

const signs = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };

/** One figure that somebody acts on, and where it is heading. */
export function StatTile({ label, value, trend, link }: StatTileProps) {
  const Sign = trend && signs[trend.direction];
  return (
    <div className="relative min-w-0 rounded-panel border border-hairline bg-surface p-4 transition-colors has-[a:hover]:border-hairline-strong has-[a:hover]:bg-hover [&_a]:after:absolute [&_a]:after:inset-0 [&_a]:after:rounded-panel">
      <p className="truncate text-sm text-muted">{link ?? label}</p>
      <p className="mt-1 truncate text-2xl font-strong tabular-nums">{value}</p>
      {trend && Sign && (
        <p
          className={clsx(
            "mt-1 flex items-center gap-1 text-xs",
            trend.isGood === undefined
              ? "text-muted"
              : trend.isGood
                ? "text-success"
                : "text-danger",
          )}
        >
          <Sign className="size-3.5" aria-hidden />
          <span className="truncate">{trend.words}</span>
        </p>
      )}
    </div>
  );
}
