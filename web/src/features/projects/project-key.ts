/**
 * The key that the form proposes: initials of several words, the front of a single one. The database derives
 * one in the same manner when none is sent, so an empty answer (a name without Latin letters) is fine.
 */
export function proposeProjectKey(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
  const raw = words.length > 1 ? words.map((word) => word.charAt(0)).join("") : (words[0] ?? "");
  const key = raw.replace(/^[0-9]+/, "").slice(0, words.length > 1 ? 5 : 4);
  return key.length >= 2 ? key : "";
}

// Told apart in both themes; none is one of the colours with a meaning.
const colours = [
  "#5b6ee1",
  "#0e8f9e",
  "#9257c9",
  "#c2578f",
  "#b5702a",
  "#5d8a2f",
  "#3d7fc4",
  "#8a6d5b",
] as const;

/** A colour that depends on the name alone, so that two projects rarely look the same. */
export function proposeColour(name: string): string {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return colours[hash % colours.length] ?? colours[0];
}
