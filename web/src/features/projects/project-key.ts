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
