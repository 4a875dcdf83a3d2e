import { clsx } from "clsx";
import type { ReactNode } from "react";

interface BlockProps {
  title: string;
  children: ReactNode;
  className?: string;
}

/** One kind of building block. */
export function Block({ title, children, className }: BlockProps) {
  return (
    <div className="min-w-0">
      <h2 className="mb-3 border-b border-hairline pb-1 text-sm font-strong text-muted">{title}</h2>
      <div className={clsx("flex flex-wrap items-start gap-3", className)}>{children}</div>
    </div>
  );
}
