import { formatClock } from "#/lib/duration.ts";
import { useNow } from "./use-now.ts";

/** How long something has been running. Not announced: a clock that speaks each second is no help. */
export function TickingClock({ since }: { since: string }) {
  const now = useNow(true);
  return (
    <span role="timer" className="shrink-0 tabular-nums">
      {formatClock((now - Date.parse(since)) / 1_000)}
    </span>
  );
}
