import type { Language } from "#/lib/i18n.ts";

/** A language is called by its own name, whatever the language of the page. */
export const languageNames: readonly { value: Language; label: string }[] = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];
