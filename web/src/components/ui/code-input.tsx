import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { Input } from "./input.tsx";

/**
 * The six digits of an authenticator. One field, not six: pasting, password managers and screen readers all
 * know what to do with it.
 */
export function CodeInput({ className, ...rest }: ComponentProps<"input">) {
  return (
    <Input
      {...rest}
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={7}
      className={clsx("h-10 font-mono text-lg! tracking-[0.3em] tabular-nums", className)}
    />
  );
}
