// The languages that documents are written in, with the regions whose numbers and dates differ.
const locales = ["en", "en-GB", "en-US", "de", "de-AT", "de-CH"];

/** Languages by name; one that was set elsewhere stays among them. */
export function localeOptions(current: string, language: string) {
  const names = new Intl.DisplayNames(language, { type: "language" });
  return [...new Set([...locales, current])].map((value) => ({
    value,
    label: names.of(value) ?? value,
  }));
}

/** Every currency that the browser knows, by code and name. */
export function currencyOptions(current: string, language: string) {
  const names = new Intl.DisplayNames(language, { type: "currency" });
  return [...new Set([current, ...Intl.supportedValuesOf("currency")])].map((value) => ({
    value,
    label: value,
    aside: names.of(value) ?? value,
    keywords: [names.of(value) ?? value],
  }));
}
