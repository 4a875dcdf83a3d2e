import { clsx } from "clsx";
import { hueOf, initialsOf } from "./initials.ts";

const sizes = { sm: "size-5 text-[9px]", md: "size-6 text-[10px]", lg: "size-8 text-xs" };

interface AvatarProps {
  name: string;
  size?: keyof typeof sizes;
  /** People are round, organizations and projects are squares. */
  shape?: "round" | "square";
  /** Hide from assistive technology where the name stands beside it. */
  decorative?: boolean;
}

/** Initials on a colour that a name always gets again. */
export function Avatar({ name, size = "md", shape = "round", decorative = false }: AvatarProps) {
  return (
    <span
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name })}
      // Drawn by the style sheet: as text they would be read, and searched for, beside the name.
      data-initials={initialsOf(name)}
      style={{ "--hue": hueOf(name) }}
      className={clsx(
        "inline-flex shrink-0 items-center justify-center font-strong leading-none select-none",
        "before:content-[attr(data-initials)]",
        "bg-[light-dark(oklch(0.9_0.05_var(--hue)),oklch(0.37_0.07_var(--hue)))]",
        "text-[light-dark(oklch(0.36_0.1_var(--hue)),oklch(0.92_0.05_var(--hue)))]",
        shape === "round" ? "rounded-full" : "rounded-[5px]",
        sizes[size],
      )}
    />
  );
}
