import type { ReactNode } from "react";

interface EmptyStateProps {
  /** A small drawing in the neutral scale. */
  drawing?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing here yet: one sentence that teaches and one action. */
export function EmptyState({ drawing, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-4 py-16 text-center">
      {drawing && (
        <div className="mb-5 text-muted" aria-hidden>
          {drawing}
        </div>
      )}
      <h2 className="text-lg font-strong">{title}</h2>
      {children && <p className="mt-1 text-sm text-pretty text-muted">{children}</p>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
