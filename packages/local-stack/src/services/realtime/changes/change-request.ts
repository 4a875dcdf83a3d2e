import type { JsonObject } from "../messages.ts";
import { type Filter, FilterError, parseFilters } from "./filters.ts";
import { inspect, inspectTuple } from "./inspect.ts";

/** What one binding of a channel listens to; `*` is a wildcard for schema and table. */
export interface ChangeRequest {
  event: "*" | "INSERT" | "UPDATE" | "DELETE";
  schema: string;
  table: string;
  filters: Filter[];
  select: string[] | null;
}

/** A request that is refused for good, in the words that the client is shown. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}

/** Reads one entry of `config.postgres_changes`; throws `RequestError`. */
export function readChangeRequest(entry: JsonObject): ChangeRequest {
  const select = readSelect(entry.select);
  const target = readTarget(entry);
  if (select !== null && (target.schema === "*" || target.table === "*")) {
    throw new RequestError(
      "Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.",
    );
  }
  return { event: readEvent(entry.event), ...target, select };
}

/** The request as hosted's error texts repeat it. */
export function describeRequest(request: ChangeRequest): string {
  const filters = request.filters.map(({ column, operator, value, isNegated }) =>
    inspectTuple([column, operator, value, isNegated]),
  );
  return `[event: ${request.event}, schema: ${request.schema}, table: ${request.table}, filters: [${filters.join(", ")}], select: ${inspect(request.select)}]`;
}

function readEvent(event: unknown): ChangeRequest["event"] {
  const name = typeof event === "string" ? event.toUpperCase() : "*";
  return name === "INSERT" || name === "UPDATE" || name === "DELETE" ? name : "*";
}

function readSelect(select: unknown): string[] | null {
  if (typeof select === "string") {
    throw new RequestError(
      'Error parsing `select` params: expected a list of column name strings, e.g. select: ["col1", "col2"]',
    );
  }
  if (!Array.isArray(select)) return null;
  const names = select.filter((name) => typeof name === "string");
  return names.length === 0 ? null : names;
}

function readTarget(entry: JsonObject): Pick<ChangeRequest, "schema" | "table" | "filters"> {
  const { schema, table, filter } = entry;
  const isFiltered = "filter" in entry;
  if (typeof schema === "string" && typeof table === "string") {
    if (typeof filter === "string") return { schema, table, filters: readFilters(filter) };
    if (!isFiltered) return { schema, table, filters: [] };
  }
  if (typeof schema === "string" && !("table" in entry) && !isFiltered) {
    return { schema, table: "*", filters: [] };
  }
  if (typeof table === "string" && !("schema" in entry) && !isFiltered) {
    return { schema: "public", table, filters: [] };
  }
  const shown = "user_token" in entry || "auth_token" in entry ? "<redacted>" : inspect(entry);
  throw new RequestError(
    `No subscription params provided. Please provide at least a \`schema\` or \`table\` to subscribe to: ${shown}`,
  );
}

function readFilters(text: string): Filter[] {
  try {
    return parseFilters(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new RequestError(`Error parsing \`filter\` params: ${error.message}`);
  }
}
