import type { ReactNode } from "react";

interface DangerRowProps {
  title: string;
  /** What follows from it. */
  text: string;
  action: ReactNode;
  children?: ReactNode;
}

/** Rows of things that change much. */
export function DangerList({ children }: { children: ReactNode }) {
  return (
    <ul className="rounded-panel border border-hairline [&>li]:border-b [&>li]:border-hairline [&>li:last-child]:border-b-0">
      {children}
    </ul>
  );
}

/** One thing that changes much. */
export function DangerRow({ title, text, action, children }: DangerRowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="text-sm font-strong">{title}</h3>
        <p className="text-sm text-pretty text-muted">{text}</p>
      </div>
      {action}
      {children}
    </li>
  );
}
