/**
 * A value inside an `or=(…)` of PostgREST, where commas, dots and brackets have a meaning of their own:
 * https://docs.postgrest.org/en/v12/references/api/url_grammar.html#reserved-characters
 */
export function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Words for `ilike` inside an `or=(…)`, wherever they stand. What `like` reads as a sign stands for itself. */
export function anywhere(words: string): string {
  return quoted(`*${words.replaceAll(/[\\%_]/g, "\\$&").replaceAll("*", "_")}*`);
}
