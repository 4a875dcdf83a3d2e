/** Positions of the first and the last byte that are sent. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What a `Range` header asks for: one range; `whole` when the header is to be ignored (no byte range, or
 * several, which S3 does not serve either); `unsatisfiable` when it lies behind the end. RFC 9110 §14.2
 */
export function parseRange(
  header: string | null,
  size: number,
): ByteRange | "whole" | "unsatisfiable" {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Number(last);
    if (length === 0 || size === 0) return "unsatisfiable";
    return { start: Math.max(size - length, 0), end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return "whole";
  return start < size ? { start, end } : "unsatisfiable";
}

/** Whether the client's copy is still good. A list of tags decides alone. RFC 9110 §13.2.2 */
export function isNotModified(headers: Headers, eTag: string, modifiedAt: Date): boolean {
  const tags = headers.get("if-none-match");
  if (tags !== null) {
    return tags.split(",").some((tag) => {
      const known = tag.trim().replace(/^W\//, "");
      return known === "*" || known === eTag || `"${known}"` === eTag;
    });
  }
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  return !Number.isNaN(since) && Math.floor(modifiedAt.getTime() / 1000) * 1000 <= since;
}

/** Whether a range may be served: not when the client's copy is of another version. */
export function isSameVersion(headers: Headers, eTag: string, modifiedAt: Date): boolean {
  const condition = headers.get("if-range");
  if (condition === null || condition === eTag) return true;
  const since = Date.parse(condition);
  return !Number.isNaN(since) && Math.floor(modifiedAt.getTime() / 1000) * 1000 === since;
}
