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

/**
 * For a list with the newest first, what comes after a row: the value of `or=(…)`. The query compares `created_at`
 * alone as well, so that the scan of the index starts in the right place.
 */
export function olderThan({ created_at, id }: { created_at: string; id: string }): string {
  const created = quoted(created_at);
  return `created_at.lt.${created},and(created_at.eq.${created},id.lt.${id})`;
}
