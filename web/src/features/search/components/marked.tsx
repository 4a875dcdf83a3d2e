import { markedParts } from "../marked-parts.ts";

/** A text with what fits the search marked in it. */
export function Marked({ html }: { html: string }) {
  let at = 0;
  return markedParts(html).map(({ text, isMarked }) => {
    const key = at;
    at += text.length;
    if (!isMarked) return text;
    return (
      <mark key={key} className="rounded-[3px] bg-accent-soft font-strong text-inherit">
        {text}
      </mark>
    );
  });
}
