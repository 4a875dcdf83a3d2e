import { clsx } from "clsx";
import { Progress as Primitive } from "radix-ui";

interface ProgressProps {
  /** What is on its way. */
  label: string;
  /** From 0 to 1; null while nobody knows. */
  value: number | null;
  className?: string;
}

/** How far something has come. */
export function Progress({ label, value, className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <Primitive.Root
      aria-label={label}
      value={percent}
      className={clsx("h-1.5 w-full overflow-hidden rounded-full bg-surface-3", className)}
    >
      <Primitive.Indicator
        style={{ width: percent === null ? "40%" : `${percent}%` }}
        className={clsx(
          "h-full rounded-full bg-accent transition-[width]",
          percent === null && "animate-pulse",
        )}
      />
    </Primitive.Root>
  );
}
