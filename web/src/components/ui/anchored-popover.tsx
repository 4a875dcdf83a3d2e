import { clsx } from "clsx";
import { Popover as Primitive } from "radix-ui";
import { type ReactNode, useRef } from "react";

interface AnchoredPopoverProps {
  /** What it opens beside, and what has the focus again afterwards. */
  anchor: HTMLElement;
  onClose: () => void;
  /** Read to those who do not see what opened. */
  label: string;
  align?: "start" | "center" | "end";
  children: ReactNode;
  className?: string;
}

/**
 * A popover for whatever of many things was pressed: a list of a thousand cells needs one, not a thousand. For a
 * single trigger there is Popover.
 */
export function AnchoredPopover({
  anchor,
  onClose,
  label,
  align = "start",
  children,
  className,
}: AnchoredPopoverProps) {
  const virtual = useRef(anchor);
  virtual.current = anchor;
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Anchor virtualRef={virtual} />
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.focus();
          }}
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
