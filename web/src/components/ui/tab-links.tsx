import type { ReactNode } from "react";

/** The look of a link in TabLinks; the page where one is carries aria-current. */
export const tabLinkLook =
  "-mb-px flex h-9 shrink-0 items-center border-b-2 border-transparent px-1 text-sm whitespace-nowrap text-muted " +
  "transition-colors hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text pointer-coarse:h-11";

/** Pages beside each other under one heading, as links. Slides sideways where there is no room. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav
      aria-label={label}
      className="flex shrink-0 gap-4 overflow-x-auto border-b border-hairline px-4 [scrollbar-width:none] md:px-6"
    >
      {children}
    </nav>
  );
}
