import { clsx } from "clsx";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** "start" is for navigation, "end" for details; "full" covers a phone. */
  side: "start" | "end" | "full";
  /** Read to those who cannot see the sheet slide in. */
  title: string;
  children: ReactNode;
}

const sides = {
  start: "left-0 w-[280px] max-w-[86vw] animate-slide-start",
  end: "right-0 w-full max-w-[480px] animate-slide-end",
  full: "inset-x-0 animate-appear",
};

/** A surface that slides over the page on a narrow screen: the sidebar, a panel. */
export function Sheet({ open, onOpenChange, side, title, children }: SheetProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // The surface itself: the first button would show its tooltip unasked.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className={clsx(
            "fixed inset-y-0 z-40 flex flex-col bg-app shadow-float outline-none",
            sides[side],
          )}
        >
          <Primitive.Title className="sr-only">{title}</Primitive.Title>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
