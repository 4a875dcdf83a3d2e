/** How keys are written in the list of shortcuts, and how a press of them is recognized. */

/** "mod+k" is one chord of two keys, "g p" two chords one after the other. */
export function parseKeys(keys: string): string[][] {
  return keys.split(" ").map((chord) => chord.split("+"));
}

/** Where the main modifier is ⌘ and not Ctrl. */
export function isApple(platform = navigator.platform): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

type Press = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

/**
 * The chord that was pressed, in the form of the list; undefined for what can be none. Symbols are told by
 * what they write, since "/" and "?" need Shift on some keyboards and not on others.
 */
export function chordOf(press: Press, apple = isApple()): string | undefined {
  const key = press.key.toLowerCase();
  const [mod, other] = apple ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (other || press.altKey) return undefined;
  if (press.shiftKey && /^[a-z]$|^.{2,}$/.test(key)) return undefined;
  return mod ? `mod+${key}` : key;
}

/** Whether a chord is a character, which assistive technology and voice control may send by accident. */
export function isCharacter(chord: string): boolean {
  return chord.length === 1;
}
