import { createContext, type RefObject, useContext } from "react";

/** The part of a column that scrolls. */
export const ColumnArea = createContext<RefObject<HTMLElement | null>>({ current: null });

export function useColumnArea(): RefObject<HTMLElement | null> {
  return useContext(ColumnArea);
}
