/** A text and what is selected in it. */
export interface TextState {
  text: string;
  start: number;
  end: number;
}

/** Puts a mark around what is selected, or takes it away where it is there already. */
export function wrapped({ text, start, end }: TextState, mark: string): TextState {
  const before = text.slice(0, start);
  const chosen = text.slice(start, end);
  const after = text.slice(end);
  if (before.endsWith(mark) && after.startsWith(mark)) {
    return {
      text: before.slice(0, -mark.length) + chosen + after.slice(mark.length),
      start: start - mark.length,
      end: end - mark.length,
    };
  }
  return {
    text: before + mark + chosen + mark + after,
    start: start + mark.length,
    end: end + mark.length,
  };
}

/** Begins every selected line with `prefix`, or takes it away where all begin so. */
export function prefixed({ text, start, end }: TextState, prefix: string): TextState {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const areAll = lines.every((line) => line.startsWith(prefix));
  const changed = lines.map((line) => (areAll ? line.slice(prefix.length) : prefix + line));
  const block = changed.join("\n");
  const shift = areAll ? -prefix.length : prefix.length;
  return {
    text: text.slice(0, from) + block + text.slice(to),
    start: Math.max(from, start + shift),
    end: end + (block.length - (to - from)),
  };
}

/** Makes a link of what is selected; then its address is selected, to be typed over. */
export function linked({ text, start, end }: TextState, words: string): TextState {
  const label = text.slice(start, end) || words;
  const address = "https://";
  const at = start + label.length + 3;
  return {
    text: `${text.slice(0, start)}[${label}](${address})${text.slice(end)}`,
    start: at,
    end: at + address.length,
  };
}

/** Puts `piece` in the place of what is selected, with a space to its neighbours. */
export function inserted({ text, start, end }: TextState, piece: string): TextState {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const lead = before === "" || /\s$/.test(before) ? "" : " ";
  const tail = /^\s/.test(after) ? "" : " ";
  const caret = before.length + lead.length + piece.length + 1;
  return { text: before + lead + piece + tail + after, start: caret, end: caret };
}

/** An @ where the caret is, ready for a name. */
export function withAt(state: TextState): TextState {
  const { text, start } = inserted(state, "@");
  const caret = start - 1;
  return { text: text.slice(0, caret) + text.slice(start), start: caret, end: caret };
}

export interface MentionBeingTyped {
  /** Where the @ stands. */
  at: number;
  typed: string;
}

/** The name that is being typed behind an @, if the caret stands in one. */
export function mentionAt({ text, start, end }: TextState): MentionBeingTyped | undefined {
  if (start !== end) return undefined;
  const match = /(?:^|[\s(])@([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]*)?)$/u.exec(
    text.slice(0, start),
  );
  const typed = match?.[1];
  return typed === undefined ? undefined : { at: start - typed.length - 1, typed };
}

/** Those whose name, or one word of it, begins with what was typed. */
export function peopleLike<Person extends { name: string }>(
  people: readonly Person[],
  typed: string,
  most: number,
): Person[] {
  const wanted = fold(typed);
  const fits = ({ name }: Person) => {
    const folded = fold(name);
    return folded.startsWith(wanted) || folded.split(" ").some((word) => word.startsWith(wanted));
  };
  return people.filter(fits).slice(0, most);
}

function fold(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
