export interface MarkedPart {
  text: string;
  isMarked: boolean;
}

const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
};

/**
 * The parts of a highlight as the database writes it: escaped text with `<mark>` around what fits. It becomes text
 * again and never HTML, so that nothing in it can be more than letters.
 */
export function markedParts(html: string): MarkedPart[] {
  return html
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const inside = /^<mark>(.*)<\/mark>$/s.exec(piece)?.[1];
      return { text: plain(inside ?? piece), isMarked: inside !== undefined };
    });
}

function plain(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity);
}
