import type { Hit } from "../queries.ts";
import { Marked } from "./marked.tsx";

/** What was found, in one line; a second one where the words stand in the long text. */
export function HitText({ hit }: { hit: Hit }) {
  const { title_html, excerpt_html } = hit;
  return (
    <span className="flex min-w-0 flex-1 flex-col">
      <span className="truncate">
        <Marked html={title_html} />
      </span>
      {excerpt_html?.includes("<mark>") && (
        <span className="truncate text-xs text-muted">
          <Marked html={excerpt_html} />
        </span>
      )}
    </span>
  );
}
