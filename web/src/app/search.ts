import { safeNext } from "#/lib/paths.ts";

/*
 * The router lays what these answer over the raw search. A key that is left out would let the raw value through,
 * so each is answered with every key it speaks for, undefined where the value is not fit for use.
 */

/** `?next=`: where to go after signing in. Anything that is no address of ours is dropped. */
export function nextSearch(search: Record<string, unknown>): { next?: string | undefined } {
  return { next: safeNext(search.next) };
}

/** `?task=ACME-42`: the task that stands open beside the board. */
export function taskSearch(search: Record<string, unknown>): { task?: string | undefined } {
  return { task: textOf(search.task) };
}

/** What a link of a mail carries: `?token_hash=…&type=recovery&next=/`, or what went wrong on the way. */
export interface ConfirmSearch {
  token_hash?: string | undefined;
  type?: string | undefined;
  next?: string | undefined;
}

export function confirmSearch(search: Record<string, unknown>): ConfirmSearch {
  return {
    ...nextSearch(search),
    token_hash: textOf(search.token_hash),
    type: textOf(search.type),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
