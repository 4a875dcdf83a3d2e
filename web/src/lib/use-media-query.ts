import { useCallback, useSyncExternalStore } from "react";

/** Whether the media query holds, following changes. */
function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** Below Tailwind's `md`: the sidebar is a drawer and the panel fills the screen. */
export function useIsNarrow(): boolean {
  return useMediaQuery("(max-width: 767px)");
}

/** Below Tailwind's `sm`: lines of a list become two. */
export function useIsPhone(): boolean {
  return useMediaQuery("(max-width: 639px)");
}
