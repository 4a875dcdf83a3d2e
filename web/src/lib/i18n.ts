// What a stranger reads. The rest comes with the pages inside: texts only grow, and the first load must not.
import firstTexts from "virtual:first-texts";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type en from "../locales/en.json";

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

/** A language is called by its own name, whatever the language of the page. */
export const languageNames: readonly { value: Language; label: string }[] = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];

const storageKey = "flowdesk.language";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    // Absent keys are a type error, so what `t` answers is always text.
    returnNull: false;
  }
}

/** Whole languages, each fetched when it is needed. */
const loaders: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import("../locales/en.json"),
  de: () => import("../locales/de.json"),
};

const loaded = new Set<Language>();
let isInside = false;

/** Starts i18next in the stored language, else in the browser's first that we have. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: firstTexts } },
    partialBundledLanguages: true,
    // React escapes; escaping twice would show "&amp;".
    interpolation: { escapeValue: false },
  });
  await showLanguage(preferredLanguage());
}

/** Shows everything in the language from now on, in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await showLanguage(language);
}

/** The language shown. */
export function currentLanguage(): Language {
  return knownLanguage(i18next.language) ?? "en";
}

/** Awaited before any page inside is shown. */
export async function loadInsideTexts(): Promise<void> {
  isInside = true;
  await load(currentLanguage());
}

async function showLanguage(language: Language): Promise<void> {
  if (language !== "en" || isInside) await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

async function load(language: Language): Promise<void> {
  if (loaded.has(language)) return;
  const { default: texts } = await loaders[language]();
  i18next.addResourceBundle(language, "translation", texts, true, true);
  loaded.add(language);
}

function preferredLanguage(): Language {
  const wishes = [localStorage.getItem(storageKey), ...navigator.languages];
  return wishes.map(knownLanguage).find((language) => language !== undefined) ?? "en";
}

function knownLanguage(tag: string | null | undefined): Language | undefined {
  const base = tag?.toLowerCase().split("-")[0];
  return languages.find((language) => language === base);
}
