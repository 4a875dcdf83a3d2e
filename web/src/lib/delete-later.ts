import { useSyncExternalStore } from "react";
import { holdUnsaved } from "./unsaved.ts";

// As long as the words with "Undo" stand there.
export const undoMs = 6_000;

let leaving: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();
const underWay = new Map<string, { finish: () => void; undo: () => void }>();

/**
 * Lets go of something at once and deletes it when there was time to think again: nothing was sent until then, so
 * taking it back needs nothing from the server. A page that is left deletes before it goes.
 */
export function deleteLater(id: string, work: () => Promise<unknown>): { undo: () => void } {
  const release = holdUnsaved();
  setLeaving(id, true);
  const end = () => {
    clearTimeout(timer);
    underWay.delete(id);
    release();
  };
  const finish = () => {
    end();
    // A refusal is the caller's to tell; either way the truth is shown again.
    const show = () => setLeaving(id, false);
    work().then(show, show);
  };
  const timer = setTimeout(finish, undoMs);
  const undo = () => {
    if (!underWay.has(id)) return;
    end();
    setLeaving(id, false);
  };
  underWay.set(id, { finish, undo });
  return { undo };
}

/** Ids of what is about to be deleted: shown nowhere any more. */
export function useLeaving(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => leaving);
}

function setLeaving(id: string, isLeaving: boolean): void {
  const next = new Set(leaving);
  if (isLeaving) next.add(id);
  else next.delete(id);
  leaving = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("pagehide", () => {
  for (const { finish } of [...underWay.values()]) finish();
});
