import { useSyncExternalStore } from "react";
import { z } from "zod";

const themeSchema = z.enum(["light", "dark", "system"]).catch("system");

export type Theme = z.infer<typeof themeSchema>;

// public/theme.js reads the same key before the first paint.
const storageKey = "flowdesk.theme";
const listeners = new Set<() => void>();

function currentTheme(): Theme {
  return themeSchema.parse(document.documentElement.dataset.theme);
}

/** Shows the theme from now on, in this browser. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(storageKey, theme);
  for (const listener of listeners) listener();
}

/** The chosen theme, following changes. */
export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}
