import { clsx } from "clsx";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";

const base =
  "inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-strong " +
  "select-none transition-colors disabled:cursor-not-allowed disabled:opacity-55 " +
  "aria-busy:animate-pulse [&_svg]:size-4";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent enabled:hover:bg-accent-hover active:bg-accent-hover",
  secondary:
    "border border-hairline-strong bg-surface text-text shadow-card enabled:hover:bg-hover active:bg-active",
  ghost: "text-soft enabled:hover:bg-hover enabled:hover:text-text active:bg-active",
  danger: "bg-danger-solid text-on-accent enabled:hover:bg-danger-solid-hover",
};

const sizes = { md: "h-control px-3 text-sm", sm: "h-7 px-2 text-sm pointer-coarse:h-10" };

interface ButtonLook {
  variant?: ButtonVariant;
  size?: keyof typeof sizes;
}

type ButtonProps = ComponentProps<"button"> &
  ButtonLook & {
    /** The action is under way: the button keeps its words and its width, and cannot be pressed twice. */
    pending?: boolean;
    /** Lend the look to the only child, a link for instance. */
    asChild?: boolean;
  };

/** The one button. Its words are a verb and, where it is not plain, the object. */
export function Button({
  variant = "secondary",
  size = "md",
  pending = false,
  asChild = false,
  className,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  const look = clsx(base, variants[variant], sizes[size], className);
  if (asChild) return <Slot.Root className={look} {...rest} />;
  return (
    <button
      type={type}
      className={look}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...rest}
    />
  );
}
