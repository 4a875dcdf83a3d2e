/**
 * Lets the named parameters of an address through, as text. What they mean a page reads by zod (`readFilter`), which
 * is no part of the first load as the routes are.
 */
export function filterSearch<const Name extends string>(
  ...names: readonly Name[]
): (search: Record<string, unknown>) => { [Key in Name]?: string | undefined } {
  return (search) => {
    const filter: { [Key in Name]?: string | undefined } = {};
    // The router lays this over the raw search: what is left out would come through as it is.
    for (const name of names) filter[name] = textOf(search[name]);
    return filter;
  };
}

/** The router reads `?q=42` as a number. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
