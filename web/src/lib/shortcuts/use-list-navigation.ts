import type { RefObject } from "react";
import { useShortcut } from "./use-shortcut.ts";

/** Marks what `j` and `k` go through: `<a {...listItem}>`. */
export const listItem = { "data-list-item": "" };

/** `j` and `k` move the focus through the marked elements of `container`; Enter is the browser's own. */
export function useListNavigation(
  container: RefObject<HTMLElement | null>,
  isEnabled = true,
): void {
  const move = (step: 1 | -1) => {
    const items = [
      ...(container.current?.querySelectorAll<HTMLElement>("[data-list-item]") ?? []),
    ].filter((item) => item.checkVisibility());
    const at = items.findIndex((item) => isAt(item, container.current));
    const next = at < 0 ? (step > 0 ? items.at(0) : items.at(-1)) : items[at + step];
    if (!next) return items.length > 0;
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  };
  useShortcut("next", () => move(1), isEnabled);
  useShortcut("previous", () => move(-1), isEnabled);
  useShortcut("open", () => false, isEnabled);
}

/** The focus may be on something beside the item, in the same row or card. */
function isAt(item: HTMLElement, container: HTMLElement | null): boolean {
  const focused = document.activeElement;
  if (!focused || !container?.contains(focused)) return false;
  return item === focused || (item.closest("tr, li, article")?.contains(focused) ?? false);
}
