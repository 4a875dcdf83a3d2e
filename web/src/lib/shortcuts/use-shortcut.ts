import { useEffect, useRef } from "react";
import { storedValue } from "../stored-value.ts";
import { chordOf, isCharacter } from "./shortcut-keys.ts";
import { type ShortcutId, shortcuts } from "./shortcut-list.ts";

/** Answers false when there was nothing to do; the key then means what it would without us. */
type Handler = () => unknown;

// After "g", this long for the letter that says where.
const sequenceMs = 1_200;

const ids = Object.keys(shortcuts).filter(isShortcutId);
const handlers = new Map<ShortcutId, Handler[]>();
let pending: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Binds a shortcut while the component is shown. Of several, the one bound last is asked first. */
export function useShortcut(id: ShortcutId, handler: Handler, isEnabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!isEnabled) return;
    const bound: Handler = () => latest.current();
    handlers.set(id, [bound, ...(handlers.get(id) ?? [])]);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      handlers.set(id, handlers.get(id)?.filter((each) => each !== bound) ?? []);
    };
  }, [id, isEnabled]);
}

/** Does what the shortcut would do: for menus and buttons that show it. */
export function runShortcut(id: ShortcutId): boolean {
  return handlers.get(id)?.some((handler) => handler() !== false) ?? false;
}

/** The shortcuts that would do something here and now. */
export function boundShortcuts(): ShortcutId[] {
  return ids.filter((id) => (handlers.get(id)?.length ?? 0) > 0);
}

/** Shortcuts of one character can be turned off (WCAG 2.2, 2.1.4), in this browser. */
export const characterShortcuts = {
  areOn: () => storedValue.get("character-shortcuts") !== "off",
  turn: (on: boolean) => storedValue.set("character-shortcuts", on ? "on" : "off"),
};

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event);
  if (chord === undefined || (!chord.startsWith("mod+") && isBusy(event.target))) return;
  if (isCharacter(chord) && !characterShortcuts.areOn()) return;

  const sequence = pending === undefined ? undefined : `${pending} ${chord}`;
  clearTimeout(timer);
  pending = undefined;
  const id = findBound(sequence) ?? findBound(chord);
  if (id !== undefined) {
    if (runShortcut(id)) event.preventDefault();
  } else if (boundShortcuts().some((each) => shortcuts[each].keys.startsWith(`${chord} `))) {
    pending = chord;
    timer = setTimeout(() => {
      pending = undefined;
    }, sequenceMs);
  }
}

function findBound(keys: string | undefined): ShortcutId | undefined {
  return boundShortcuts().find((id) => shortcuts[id].keys === keys);
}

/** Where keys have a meaning of their own: fields, and whatever floats over the page. */
function isBusy(target: EventTarget | null): boolean {
  const busy =
    "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], " +
    "[role=menu], [role=listbox], [role=dialog], [role=alertdialog]";
  return target instanceof Element && target.closest(busy) !== null;
}

function isShortcutId(id: string): id is ShortcutId {
  return Object.hasOwn(shortcuts, id);
}
