import type { ParseKeys } from "i18next";

/** What projects and labels can be coloured with: told apart in both themes, and none of the colours with a meaning. */
export const colours: readonly { value: string; label: ParseKeys }[] = [
  { value: "#5b6ee1", label: "colours.indigo" },
  { value: "#3d7fc4", label: "colours.blue" },
  { value: "#0e8f9e", label: "colours.teal" },
  { value: "#5d8a2f", label: "colours.green" },
  { value: "#b5702a", label: "colours.ochre" },
  { value: "#8a6d5b", label: "colours.brown" },
  { value: "#c2578f", label: "colours.pink" },
  { value: "#9257c9", label: "colours.violet" },
];

/** A colour that depends on the name alone, so that two things rarely look the same. */
export function proposeColour(name: string): string {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (colours[hash % colours.length] ?? colours[0])?.value ?? "";
}
