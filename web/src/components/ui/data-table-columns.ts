import {
  type ColumnDef,
  columnVisibilityFeature,
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { ReactNode } from "react";

export interface TableColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the order goes by; without it the column cannot be sorted. What is null comes last. */
  sortBy?: (row: Row) => string | number | null;
  /** Figures stand at the end, under each other. */
  align?: "start" | "end";
  /** In pixels; columns without one share what is left. */
  width?: number;
  /** The same on a phone, where room is short. */
  narrowWidth?: number;
  /** Hidden on a phone. */
  isWide?: boolean;
  /** The person cannot hide it; the first column never can be. */
  isFixed?: boolean;
  /** Under the last row: a sum, per currency where it is money. */
  foot?: (rows: readonly Row[]) => ReactNode;
}

/** What our tables can do: sort, hide columns, select rows. Only these parts of the library are bundled. */
export const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

export type TableFeatures = typeof features;

/** Our columns as the library wants them; it decides order and visibility, we draw. */
export function toColumnDefs<Row extends { id: string }>(
  columns: readonly TableColumn<Row>[],
  language: string,
): ColumnDef<TableFeatures, Row>[] {
  const collator = new Intl.Collator(language, { numeric: true });
  return columns.map(({ id, header, sortBy }) => ({
    id,
    header,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    enableSorting: sortBy !== undefined,
    sortUndefined: "last",
    sortDescFirst: false,
    sortFn: (a, b) => compare(a.getValue(id), b.getValue(id), collator),
  }));
}

function compare(a: unknown, b: unknown, collator: Intl.Collator): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}
