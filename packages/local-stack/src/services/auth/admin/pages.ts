import type { Context } from "hono";
import { AuthError } from "../errors.ts";

const DEFAULT_SIZE = 50;
const LARGEST = 2 ** 31 - 1;

export interface Page {
  filter: string;
  ascending: boolean;
  page: number;
  limit: number;
  offset: number;
}

/** `page`, `per_page`, `filter` and `sort` of a list. */
export function readPage(c: Context): Page {
  const page = readCount(c, "page", 1);
  const limit = readCount(c, "per_page", DEFAULT_SIZE);
  const [, column, direction] =
    /^(\w+)(?:\s+(asc|desc))?$/i.exec(c.req.query("sort") || "created_at desc") ?? [];
  if (column !== "created_at")
    throw invalid("Bad Sort Parameters: only created_at can be sorted by");
  return {
    filter: c.req.query("filter")?.replaceAll("\0", "") ?? "",
    ascending: direction?.toLowerCase() === "asc",
    page,
    limit,
    offset: Math.min((page - 1) * limit, LARGEST),
  };
}

function readCount(c: Context, name: string, fallback: number): number {
  const text = c.req.query(name);
  if (!text) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= LARGEST) return value;
  throw invalid(`Bad Pagination Parameters: ${name} must be a number from 1 to ${LARGEST}`);
}

/** `Link` and `X-Total-Count`. auth-js reads the first parameter of a link as its page. */
export function writePageHeaders(c: Context, { page, limit }: Page, total: number): void {
  const last = Math.ceil(total / limit);
  const link = (number: number, relation: string) => {
    const query = new URLSearchParams(c.req.query());
    query.set("page", String(number));
    query.set("per_page", String(limit));
    query.sort();
    return `<${c.req.path}?${query}>; rel="${relation}"`;
  };
  const links = [...(last > page ? [link(page + 1, "next")] : []), link(last, "last")];
  c.header("link", links.join(", "));
  c.header("x-total-count", String(total));
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}
