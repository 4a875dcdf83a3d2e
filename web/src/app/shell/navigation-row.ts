import { clsx } from "clsx";

/** The look of one place to go to in the sidebar; the place where one is carries aria-current. */
export function navigationRow(isCollapsed: boolean): string {
  return clsx(
    "flex h-7 items-center gap-2 rounded-control text-sm text-soft transition-colors pointer-coarse:h-11",
    "hover:bg-hover hover:text-text aria-[current=page]:bg-active aria-[current=page]:text-text",
    isCollapsed ? "mx-auto w-9 justify-center" : "px-2",
  );
}
