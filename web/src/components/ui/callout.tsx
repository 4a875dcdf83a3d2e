import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const looks = {
  danger: { icon: CircleAlert, box: "bg-danger-soft", sign: "text-danger" },
  warning: { icon: TriangleAlert, box: "bg-warning-soft", sign: "text-warning" },
  success: { icon: CircleCheck, box: "bg-success-soft", sign: "text-success" },
  running: { icon: Info, box: "bg-running-soft", sign: "text-running" },
} as const;

interface CalloutProps {
  meaning: keyof typeof looks;
  children: ReactNode;
  className?: string;
}

/** A sentence that must be seen, where the person is looking. Dangers are announced at once. */
export function Callout({ meaning, children, className }: CalloutProps) {
  const { icon: Icon, box, sign } = looks[meaning];
  return (
    <div
      role={meaning === "danger" ? "alert" : "status"}
      className={clsx("flex items-start gap-2 rounded-control px-3 py-2 text-sm", box, className)}
    >
      <Icon className={clsx("mt-0.5 size-4", sign)} aria-hidden />
      <div className="min-w-0 text-text">{children}</div>
    </div>
  );
}
