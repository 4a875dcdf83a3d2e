import { clsx } from "clsx";
import type { ComponentProps } from "react";

/** What every box that one types or chooses in looks like. */
export const controlLook = clsx(
  "w-full rounded-control border border-boundary bg-surface text-base text-text transition-colors",
  "enabled:hover:border-boundary-hover focus-visible:border-focus focus-visible:-outline-offset-1",
  "aria-invalid:border-danger disabled:opacity-60",
  // Safari on phones zooms into any field below 16 px.
  "pointer-coarse:text-lg",
);

/** A single line of text. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return (
    <input type={type} className={clsx(controlLook, "h-control px-2.5", className)} {...rest} />
  );
}
