/** Where a line of the list stands; only those in sight are drawn. */
export interface Place {
  index: number;
  /** Pixels from the top. */
  start: number;
  /** Its height in pixels. */
  size: number;
}

/** What every line has in common. */
export const lineLook =
  "absolute inset-x-0 top-0 flex contain-content items-center border-b border-hairline text-sm";

export function placeStyle({ start, size }: Place) {
  return { height: size, transform: `translateY(${start}px)` };
}
