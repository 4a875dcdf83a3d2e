import { clsx } from "clsx";
import type { ReactNode } from "react";
import { tabLook, tabRowLook } from "./tab-look.ts";

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
