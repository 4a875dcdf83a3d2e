import type { InfiniteData } from "@tanstack/react-query";
import type { Comment } from "./queries.ts";

export type CommentPages = InfiniteData<Comment[]>;

/** All that is loaded, as it is read: the newest at the end. */
export function inReadingOrder(pages: CommentPages | undefined): Comment[] {
  return (pages?.pages ?? []).flat().toReversed();
}

/** With a comment as the server has it now, at its place or as the newest. */
export function withComment(pages: CommentPages, comment: Comment): CommentPages {
  const isKnown = pages.pages.some((page) => page.some(({ id }) => id === comment.id));
  const changed = isKnown
    ? pages.pages.map((page) => page.map((each) => (each.id === comment.id ? comment : each)))
    : pages.pages.map((page, index) => (index === 0 ? [comment, ...page] : page));
  return { ...pages, pages: changed };
}

export function withoutComment(pages: CommentPages, id: string): CommentPages {
  return { ...pages, pages: pages.pages.map((page) => page.filter((each) => each.id !== id)) };
}
