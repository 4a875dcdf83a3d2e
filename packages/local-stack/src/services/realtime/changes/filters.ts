import { inspect } from "./inspect.ts";

/** One comparison, as `realtime.user_defined_filter` keeps it. */
export interface Filter {
  column: string;
  operator: string;
  value: string;
  isNegated: boolean;
}

/** A filter that cannot be read; the message is what hosted says after "Error parsing …: ". */
export class FilterError extends Error {
  override readonly name = "FilterError";
}

const operators = new Set([
  "eq",
  "neq",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "like",
  "ilike",
  "is",
  "match",
  "imatch",
  "isdistinct",
]);

/** Reads `column=operator.value,…`: all of them must hold. Throws `FilterError`. */
export function parseFilters(text: string): Filter[] {
  if (text.trim() === "") return [];
  return splitSegments(text).map((segment) => parseSegment(segment.trim()));
}

/** Cuts at commas that stand outside of parentheses and of quotes opening a value. */
function splitSegments(text: string): string[] {
  const segments: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted) {
      if (character === "\\") index += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"' && /[.(,]/.test(text[index - 1] ?? "")) {
      isQuoted = true;
    } else if (character === "(") {
      depth += 1;
    } else if (character === ")") {
      depth = Math.max(0, depth - 1);
    } else if (character === "," && depth === 0) {
      segments.push(text.slice(start, index));
      start = index + 1;
    }
  }
  segments.push(text.slice(start));
  return segments;
}

function parseSegment(segment: string): Filter {
  if (segment === "") {
    throw new FilterError("filter must not contain empty segments (check for extra commas)");
  }
  const [column, condition] = splitOnce(segment, "=");
  if (column === undefined || condition === undefined) throw new FilterError(inspect([segment]));
  const isNegated = condition.startsWith("not.");
  const [operator, value] = splitOnce(isNegated ? condition.slice(4) : condition, ".");
  if (operator === undefined || value === undefined) throw new FilterError(inspect([operator]));
  if (!operators.has(operator)) throw new FilterError(inspect([operator, value]));
  return {
    column,
    operator,
    value: operator === "in" ? readList(value) : unquote(value),
    isNegated,
  };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** `(a,b)` is PostgreSQL's array `{a,b}`, quotes and backslashes included. */
function readList(value: string): string {
  if (!/^\(.*\)$/s.test(value)) {
    throw new FilterError("`in` filter value must be wrapped by parentheses");
  }
  return `{${value.slice(1, -1)}}`;
}

/** Takes the quotes off a value that is quoted from end to end; any other stays as it is. */
function unquote(value: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(value)?.[1];
  return inner === undefined ? value : inner.replace(/\\(.)/gs, "$1");
}
