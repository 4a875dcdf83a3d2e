import { z } from "zod";
import { text } from "./text.ts";

/** Anything but spaces of all widths and what is printed as nothing. */
const SAYS_SOMETHING = /[^\s\u0085\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]/;

/** A comment's Markdown. */
export const commentBodySchema = text(20_000).regex(SAYS_SOMETHING);

export const commentCreateSchema = z.object({ body: commentBodySchema });
export type CommentCreate = z.infer<typeof commentCreateSchema>;

export const commentUpdateSchema = z.object({ body: commentBodySchema.exactOptional() });
export type CommentUpdate = z.infer<typeof commentUpdateSchema>;

export interface Mention {
  userId: string;
  /** What the person was called when the text was written. */
  name: string;
}

const MENTION =
  /\[@((?:[^\][\\]|\\.)+)\]\(mention:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)/gs;

/** A link's target that is a mention; the rest of it is the person's id. */
export const MENTION_SCHEME = "mention:";

/** Markdown that mentions a person, `[@Ada Lindqvist](mention:…)`. */
export function buildMention({ userId, name }: Mention): string {
  return `[@${name.replaceAll(/[[\]\\]/g, "\\$&")}](${MENTION_SCHEME}${userId.toLowerCase()})`;
}

/** Everybody whom a Markdown text mentions, in order, with repetitions. The database reads it the same way. */
export function parseMentions(markdown: string): Mention[] {
  return [...markdown.matchAll(MENTION)].map(([, name = "", userId = ""]) => ({
    userId,
    name: name.replaceAll(/\\(.)/gs, "$1"),
  }));
}
