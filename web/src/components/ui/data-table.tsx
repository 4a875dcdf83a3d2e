import { useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import { useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { storedValue } from "#/lib/stored-value.ts";
import { features, type TableColumn, toColumnDefs } from "./data-table-columns.ts";
import { DataTableHead } from "./data-table-head.tsx";
import { DataTableRow, type RenderLink } from "./data-table-row.tsx";
import { useRangeSelection } from "./use-range-selection.ts";

export interface TableSort {
  id: string;
  desc: boolean;
}

export interface DataTableProps<Row extends { id: string }> {
  /** What the rows are; read to those who do not see the page's title. */
  label: string;
  /** Under this name the person's choice of columns is kept in their browser. */
  name: string;
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  /** Makes the first cell the way into the row; the whole row can be pressed. */
  renderLink?: RenderLink<Row>;
  /** Which rows are chosen, by id. Absent where nothing can be done with several. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: ReadonlySet<string>) => void;
  /** What a row is called where its checkbox is named. */
  nameOf?: (row: Row) => string;
  /** Small things at the end of a row, such as a menu. */
  actions?: (row: Row) => ReactNode;
  /** Where the order is kept, in the address for instance; else the table keeps it itself. */
  sort?: TableSort | undefined;
  onSortChange?: (sort: TableSort | undefined) => void;
  /** The rows come in order already, because only the server has all of them. */
  isSortedElsewhere?: boolean;
  /** Stands under the last row: the way to more of them. */
  children?: ReactNode;
}

// So few are drawn all, and the browser's own search finds them.
const drawnAtOnce = 100;

/** Rows of a fixed height; of thousands only those in sight are drawn. Fills its place and scrolls within. */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, name, rows, columns, renderLink, selection, onSelectionChange } = props;
  const { i18n } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const [ownSort, setOwnSort] = useState(props.sort);
  const [hidden, setHidden] = useState(() => storedColumns(name));
  const sort = props.onSortChange ? props.sort : ownSort;
  const definitions = useMemo(() => toColumnDefs(columns, i18n.language), [columns, i18n.language]);
  const data = useMemo(() => [...rows], [rows]);

  const rowSelection = Object.fromEntries([...(selection ?? [])].map((id) => [id, true as const]));

  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: (row) => row.id,
    manualSorting: props.isSortedElsewhere ?? false,
    state: {
      sorting: sort ? [sort] : [],
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
      rowSelection,
    },
    onSortingChange: (change) => {
      const next = typeof change === "function" ? change(sort ? [sort] : []) : change;
      (props.onSortChange ?? setOwnSort)(next[0]);
    },
    onRowSelectionChange: (change) => {
      const next = typeof change === "function" ? change(rowSelection) : change;
      onSelectionChange?.(new Set(Object.keys(next)));
    },
  });
  const visible = columns.filter(({ id }) => !hidden.includes(id));
  const hasFoot = visible.some(({ foot }) => foot);
  const shown = table.getRowModel().rows;

  const isLong = shown.length > drawnAtOnce;
  const select = useRangeSelection(
    shown.map(({ id }) => id),
    selection,
    onSelectionChange,
  );

  const virtualizer = useVirtualizer({
    count: shown.length,
    enabled: isLong,
    getScrollElement: () => area.current,
    estimateSize: rowHeight,
    overscan: 12,
  });
  const inSight = virtualizer.getVirtualItems();
  const above = isLong ? (inSight[0]?.start ?? 0) : 0;
  const below = isLong ? virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0) : 0;
  const drawn = isLong ? inSight.map(({ index }) => index) : shown.map((_, index) => index);

  useListNavigation(area);
  useShortcut(
    "select",
    () => {
      const id = document.activeElement?.closest<HTMLElement>("tr[data-row-id]")?.dataset.rowId;
      const row = shown.find((each) => each.id === id);
      if (!row || !area.current?.contains(document.activeElement)) return false;
      select(row.id, !row.getIsSelected(), false);
      return true;
    },
    selection !== undefined,
  );

  return (
    <div ref={area} className="min-h-0 flex-1 overflow-auto">
      <table
        aria-label={label}
        aria-rowcount={shown.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
      >
        <DataTableHead
          table={table}
          columns={columns}
          hasSelection={selection !== undefined}
          hasActions={props.actions !== undefined}
          onHiddenChange={(next) => {
            setHidden(next);
            storedValue.set(`columns.${name}`, next.join(","));
          }}
        />
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {drawn.map((index) => {
            const row = shown[index];
            return (
              row && (
                <DataTableRow
                  key={row.id}
                  row={row.original}
                  index={index}
                  columns={visible}
                  renderLink={renderLink}
                  isSelected={selection?.has(row.id)}
                  hasSelected={(selection?.size ?? 0) > 0}
                  onSelect={(isSelected, isRange) => select(row.id, isSelected, isRange)}
                  name={props.nameOf?.(row.original)}
                  actions={props.actions?.(row.original)}
                />
              )
            );
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
        {hasFoot && (
          <tfoot>
            <tr className="[&>td]:sticky [&>td]:bottom-0 [&>td]:z-10 [&>td]:border-t [&>td]:border-hairline [&>td]:bg-surface [&>td]:px-2 [&>td]:py-2 [&>td]:font-strong">
              {selection && <td />}
              {visible.map((column, index) => (
                <td
                  key={column.id}
                  className={clsx(
                    column.align === "end" && "text-right tabular-nums",
                    column.isWide && "max-sm:hidden",
                    index === 0 && !selection && "pl-4! md:pl-6!",
                  )}
                >
                  {column.foot?.(rows)}
                </td>
              ))}
              <td />
            </tr>
          </tfoot>
        )}
      </table>
      {props.children}
    </div>
  );
}

function storedColumns(name: string): string[] {
  return storedValue.get(`columns.${name}`)?.split(",").filter(Boolean) ?? [];
}

/** The token decides: fingers get more. */
function rowHeight(): number {
  const token = getComputedStyle(document.documentElement).getPropertyValue("--row");
  return Number.parseInt(token, 10) || 36;
}
