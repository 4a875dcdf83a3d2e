import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "children"> & {
  /** What the button does; its accessible name and its tooltip. */
  label: string;
  icon: ReactNode;
  /** The keys that do the same, shown in the tooltip. */
  keys?: string | undefined;
  size?: "md" | "sm";
};

/** A square button with an icon alone. */
export function IconButton({
  label,
  icon,
  keys,
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={clsx(
          "inline-flex shrink-0 items-center justify-center rounded-control text-muted",
          "transition-colors hover:bg-hover hover:text-text active:bg-active",
          "aria-expanded:bg-active aria-expanded:text-text disabled:opacity-50 [&_svg]:size-4",
          size === "md" ? "size-control" : "size-6 pointer-coarse:size-10",
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
