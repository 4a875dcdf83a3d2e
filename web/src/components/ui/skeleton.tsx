import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A bar in the shape of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block rounded-control bg-surface-3", className)} />;
}

/**
 * Holds skeletons. They appear after 150 ms, so a quick answer never flashes them, and they are named
 * once for those who cannot see them.
 */
export function Loading({
  label,
  children,
  className,
}: {
  label: string;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <div role="status" aria-label={label} className={clsx("animate-late", className)}>
      <div className="animate-pulse">{children}</div>
    </div>
  );
}
