import { clsx } from "clsx";
import { useState } from "react";
import { hueOf, initialsOf } from "./initials.ts";

const sizes = {
  sm: "size-5 text-[9px]",
  md: "size-6 text-[10px]",
  lg: "size-8 text-xs",
  xl: "size-16 text-xl",
};

interface AvatarProps {
  name: string;
  /** Where the picture is; until it is there, and where it is not, the initials stand for it. */
  src?: string | undefined;
  size?: keyof typeof sizes;
  /** People are round, organizations and projects are squares. */
  shape?: "round" | "square";
  /** Hide from assistive technology where the name stands beside it. */
  decorative?: boolean;
}

/** A picture, or initials on a colour that a name always gets again. */
export function Avatar({
  name,
  src,
  size = "md",
  shape = "round",
  decorative = false,
}: AvatarProps) {
  const [missing, setMissing] = useState<string>();
  return (
    <span
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name })}
      // Drawn by the style sheet: as text they would be read, and searched for, beside the name.
      data-initials={initialsOf(name)}
      style={{ "--hue": hueOf(name) }}
      className={clsx(
        "relative inline-flex shrink-0 overflow-hidden items-center justify-center font-strong leading-none select-none",
        "before:content-[attr(data-initials)]",
        "bg-[light-dark(oklch(0.9_0.05_var(--hue)),oklch(0.37_0.07_var(--hue)))]",
        "text-[light-dark(oklch(0.36_0.1_var(--hue)),oklch(0.92_0.05_var(--hue)))]",
        shape === "round" ? "rounded-full" : "rounded-[5px]",
        sizes[size],
      )}
    >
      {src && src !== missing && (
        <img
          src={src}
          alt=""
          onError={() => setMissing(src)}
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </span>
  );
}
