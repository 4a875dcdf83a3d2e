import { useRef } from "react";

/**
 * Chooses rows: one, or with Shift all from the row chosen before up to this one, in the order shown. All of them
 * become what the last one becomes.
 */
export function useRangeSelection(
  ids: readonly string[],
  selection: ReadonlySet<string> | undefined,
  onSelectionChange: ((selection: ReadonlySet<string>) => void) | undefined,
): (id: string, isSelected: boolean, isRange: boolean) => void {
  // Where a range begins; that row can be gone or filtered out by the time one is drawn.
  const anchor = useRef<string>(undefined);
  return (id, isSelected, isRange) => {
    const to = ids.indexOf(id);
    const from = anchor.current === undefined ? -1 : ids.indexOf(anchor.current);
    const chosen =
      isRange && from >= 0 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    const next = new Set(selection);
    for (const each of chosen) {
      if (isSelected) next.add(each);
      else next.delete(each);
    }
    anchor.current = id;
    onSelectionChange?.(next);
  };
}
