import { type SetStateAction, useCallback, useSyncExternalStore } from "react";
import { fieldOf, parseJson, textOf } from "./json-fields.ts";
import { storedValue } from "./stored-value.ts";

// Older ones than these many are forgotten, so that a browser does not fill up with half sentences.
const maxDrafts = 40;
const indexKey = "drafts";

export interface Draft {
  text: string;
  /** The text that stood there when the writing began; empty for something new. */
  base: string;
  /** The version of the row that had that text. */
  version: number;
}

const drafts = new Map<string, Draft | undefined>();
const listeners = new Set<() => void>();

/** What was typed and not sent, in this browser: it outlives the page, and whatever closed the field. */
export const draftStore = {
  get(key: string): Draft | undefined {
    if (!drafts.has(key)) drafts.set(key, readDraft(storedValue.get(`draft.${key}`)));
    return drafts.get(key);
  },
  set(key: string, draft: Draft | undefined): void {
    drafts.set(key, draft);
    const others = keptKeys().filter((each) => each !== key);
    if (draft) storedValue.set(`draft.${key}`, JSON.stringify(draft));
    else storedValue.remove(`draft.${key}`);
    const kept = draft ? [...others, key] : others;
    for (const old of kept.slice(0, -maxDrafts)) {
      drafts.delete(old);
      storedValue.remove(`draft.${old}`);
    }
    storedValue.set(indexKey, JSON.stringify(kept.slice(-maxDrafts)));
    for (const listener of listeners) listener();
  },
};

/** One person's draft of one text, and how to change it. The change may come after the field is gone. */
export function useDraft(key: string) {
  const draft = useSyncExternalStore(subscribe, () => draftStore.get(key));
  const write = useCallback(
    (next: SetStateAction<string>, begin: Omit<Draft, "text"> = { base: "", version: 0 }) => {
      const now = draftStore.get(key) ?? { ...begin, text: begin.base };
      const text = typeof next === "function" ? next(now.text) : next;
      draftStore.set(key, { ...now, text });
    },
    [key],
  );
  const discard = useCallback(() => draftStore.set(key, undefined), [key]);
  return { draft, write, discard };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keptKeys(): string[] {
  const kept = parseJson(storedValue.get(indexKey) ?? "");
  return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
}

function readDraft(stored: string | undefined): Draft | undefined {
  const value = parseJson(stored ?? "");
  const text = textOf(value, "text");
  const version = fieldOf(value, "version");
  if (text === undefined || typeof version !== "number") return undefined;
  return { text, base: textOf(value, "base") ?? "", version };
}
