import { clsx } from "clsx";
import type { ReactNode } from "react";

/** One tab; the one shown carries aria-current as a link and data-state as a tab. */
export const tabLook =
  "-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-1 text-sm whitespace-nowrap text-muted " +
  "transition-colors hover:text-text data-[state=active]:border-accent data-[state=active]:text-text pointer-coarse:h-11";

/** The row of tabs; it slides sideways where there is no room. */
export const tabRowLook =
  "flex shrink-0 gap-4 overflow-x-auto border-b border-hairline [scrollbar-width:none]";

/** The look of a link in TabLinks; the page where one is carries aria-current. */
export const tabLinkLook = clsx(
  tabLook,
  "aria-[current=page]:border-accent aria-[current=page]:text-text",
);

/** Pages beside each other under one heading, as links. Slides sideways where there is no room. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={clsx(tabRowLook, "px-3 md:px-5")}>
      {children}
    </nav>
  );
}
