import { clsx } from "clsx";

const bars: Record<string, number> = { none: 0, low: 1, medium: 2, high: 3 };

/** Three bars, as many filled as the priority weighs; urgent is a filled square with a mark. */
export function PriorityIcon({ priority }: { priority: string }) {
  if (priority === "urgent") {
    return (
      <svg viewBox="0 0 16 16" className="size-4 shrink-0 text-danger!" aria-hidden="true">
        <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
        <path
          d="M8 4.5v4M8 11.2v.1"
          className="stroke-[var(--surface-1)]"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      </svg>
    );
  }
  const filled = bars[priority] ?? 0;
  return (
    <svg
      viewBox="0 0 16 16"
      className={clsx("size-4 shrink-0", filled > 0 ? "text-soft!" : "text-muted!")}
      aria-hidden="true"
    >
      {filled === 0 ? (
        <path
          d="M2.5 8h2M7 8h2M11.5 8h2"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      ) : (
        [5, 8, 11].map((height, index) => (
          <rect
            key={height}
            x={2 + index * 4.5}
            y={13.5 - height}
            width="3"
            height={height}
            rx="1"
            fill="currentColor"
            opacity={index < filled ? 1 : 0.28}
          />
        ))
      )}
    </svg>
  );
}
