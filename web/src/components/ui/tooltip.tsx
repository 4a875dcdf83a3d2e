import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

/** One provider at the root lets neighbouring tooltips follow each other without delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Primitive.Provider delayDuration={450}>{children}</Primitive.Provider>;
}

interface TooltipProps {
  content: ReactNode;
  /** The keys that do the same. */
  keys?: string | undefined;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
}

/** Names what it is attached to, on hover and on focus. Never the only place where something is said. */
export function Tooltip({ content, keys, children, side = "bottom" }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-control bg-float px-2 py-1 text-xs text-text shadow-float"
        >
          {content}
          {keys && <Kbd keys={keys} />}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
