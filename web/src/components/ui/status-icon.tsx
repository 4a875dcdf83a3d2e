import { clsx } from "clsx";

interface StatusIconProps {
  category: string;
  /** How far between not begun (0) and complete (1), so that two statuses under way differ. */
  progress: number;
}

/** A circle that fills: dashed outline, part, whole with a check. The name of the status stands beside it. */
export function StatusIcon({ category, progress }: StatusIconProps) {
  const isDone = category === "done";
  const circumference = 2 * Math.PI * 2.5;
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={clsx(
        "size-4 shrink-0 fill-none",
        isDone ? "text-success!" : category === "in_progress" ? "text-running!" : "text-muted!",
      )}
    >
      <circle
        cx="8"
        cy="8"
        r="6"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeDasharray={category === "todo" ? "2.2 1.57" : undefined}
        className={isDone ? "fill-current" : undefined}
      />
      {category === "in_progress" && (
        <circle
          cx="8"
          cy="8"
          r="2.5"
          stroke="currentColor"
          strokeWidth="5"
          strokeDasharray={`${circumference * progress} ${circumference}`}
          transform="rotate(-90 8 8)"
        />
      )}
      {isDone && (
        <path
          d="M5.4 8.2l1.8 1.8 3.5-3.7"
          className="stroke-[var(--surface-1)]"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}

interface Stage {
  key: string;
  category: string;
}

/** How far along its project a status stands. */
export function progressOf(statuses: readonly Stage[], key: string): number {
  const underWay = statuses.filter(({ category }) => category === "in_progress");
  const index = underWay.findIndex((status) => status.key === key);
  return (index + 1) / (underWay.length + 1);
}
