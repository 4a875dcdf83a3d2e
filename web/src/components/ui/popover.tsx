import { clsx } from "clsx";
import { Popover as Primitive } from "radix-ui";
import type { ReactNode } from "react";

interface PopoverProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger: ReactNode;
  /** Read to those who do not see what opened. */
  label: string;
  align?: "start" | "center" | "end";
  children: ReactNode;
  className?: string;
}

/** A small surface beside what opened it; a press elsewhere or Escape closes it. */
export function Popover({
  trigger,
  label,
  align = "start",
  children,
  className,
  ...state
}: PopoverProps) {
  return (
    <Primitive.Root {...state}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(
            "z-50 flex max-h-(--radix-popover-content-available-height) animate-pop flex-col overflow-hidden rounded-panel bg-float text-sm shadow-float outline-none",
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
