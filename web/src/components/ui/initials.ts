/** First letters of the first and the last word, so that "Ana Maria Lopes" is AL. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = firstLetter(words.at(0));
  const last = words.length > 1 ? firstLetter(words.at(-1)) : "";
  return `${first}${last}`.toLocaleUpperCase() || "?";
}

/** By code point, or half of a surrogate pair would be shown. */
function firstLetter(word: string | undefined): string {
  return Array.from(word ?? "")[0] ?? "";
}

/** A hue from 0 to 359 that depends on the name alone. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 100_003;
  return (hash * 47) % 360;
}
