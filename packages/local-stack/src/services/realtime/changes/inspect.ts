import { isObject } from "../messages.ts";

/**
 * Writes a value as Elixir's `inspect` does: hosted puts requests into its error texts that way, and
 * clients may look for them.
 */
export function inspect(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inspect).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)} => ${inspect(value[key])}`);
  return `%{${entries.join(", ")}}`;
}

/** The same for a tuple, which JavaScript has no value for. */
export function inspectTuple(values: unknown[]): string {
  return `{${values.map(inspect).join(", ")}}`;
}
