import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { controlLook } from "./input.tsx";

/** Several lines of text; grows with them where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={clsx(
        controlLook,
        "field-sizing-content max-h-80 resize-y px-2.5 py-1.5",
        className,
      )}
      {...rest}
    />
  );
}
