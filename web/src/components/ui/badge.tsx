import { clsx } from "clsx";
import type { ReactNode } from "react";

const looks = {
  neutral: "bg-surface-3 text-soft",
  accent: "bg-accent-soft text-accent-text",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  running: "bg-running-soft text-running",
} as const;

interface BadgeProps {
  meaning?: keyof typeof looks;
  icon?: ReactNode;
  children: ReactNode;
}

/** A word about a thing. The colour repeats what the word says and never replaces it. */
export function Badge({ meaning = "neutral", icon, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 items-center gap-1 rounded-[5px] px-1.5 text-xs whitespace-nowrap [&_svg]:size-3",
        looks[meaning],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
