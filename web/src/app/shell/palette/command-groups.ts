import type { ReactNode } from "react";

/** One row of the palette. */
export interface PaletteCommand {
  id: string;
  label: string;
  keywords?: readonly string[] | undefined;
  icon: ReactNode;
  keys?: string | undefined;
  /** Quiet words at the end of the row. */
  aside?: string | undefined;
  isChosen?: boolean | undefined;
  /** Shown only once something is typed: too many, or too rare, to be in sight from the start. */
  isHiddenAtFirst?: boolean | undefined;
  /** Opens these rows instead of doing something. */
  page?: PalettePage | undefined;
  run?: (() => void) | undefined;
}

export interface PaletteGroup {
  heading: string;
  commands: readonly PaletteCommand[];
}

/** Rows that open inside the palette. */
export type PalettePage = "organizations" | "theme" | "language";
