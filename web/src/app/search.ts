import { safeNext } from "#/lib/paths.ts";

/** `?next=`: where to go after signing in. Anything that is no address of ours is dropped. */
export function nextSearch(search: Record<string, unknown>): { next?: string } {
  const next = safeNext(search.next);
  return next === undefined ? {} : { next };
}

/** `?task=ACME-42`: the task that stands open beside the board. */
export function taskSearch(search: Record<string, unknown>): { task?: string } {
  return typeof search.task === "string" ? { task: search.task } : {};
}

/** What a link of a mail carries: `?token_hash=…&type=recovery&next=/`, or what went wrong on the way. */
export interface ConfirmSearch {
  token_hash?: string;
  type?: string;
  next?: string;
}

export function confirmSearch(search: Record<string, unknown>): ConfirmSearch {
  const { token_hash: hash, type } = search;
  return {
    ...nextSearch(search),
    ...(typeof hash === "string" && { token_hash: hash }),
    ...(typeof type === "string" && { type }),
  };
}
