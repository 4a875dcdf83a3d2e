import { useState } from "react";
import { storedValue } from "#/lib/stored-value.ts";

/** Which columns the person has folded, kept in their browser. */
export function useCollapsedColumns(
  name: string,
): [ReadonlySet<string>, (column: string, isCollapsed: boolean) => void] {
  const key = `collapsed.${name}`;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(
    () => new Set(storedValue.get(key)?.split(",").filter(Boolean)),
  );
  const change = (column: string, isCollapsed: boolean) => {
    const next = new Set(collapsed);
    if (isCollapsed) next.add(column);
    else next.delete(column);
    setCollapsed(next);
    storedValue.set(key, [...next].join(","));
  };
  return [collapsed, change];
}
