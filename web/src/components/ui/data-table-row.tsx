import { clsx } from "clsx";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { listItem } from "#/lib/shortcuts/use-list-navigation.ts";
import { Checkbox } from "./checkbox.tsx";
import type { TableColumn } from "./data-table-columns.ts";

interface LinkLook {
  className: string;
  children: ReactNode;
  "data-list-item": string;
}

/** Draws the link into a row; what it is given belongs on the link. */
export type RenderLink<Row> = (row: Row, look: LinkLook) => ReactNode;

interface DataTableRowProps<Row> {
  row: Row & { id: string };
  index: number;
  columns: readonly TableColumn<Row>[];
  renderLink: RenderLink<Row> | undefined;
  /** Undefined where rows cannot be selected. */
  isSelected: boolean | undefined;
  /** While some are selected, every row offers its checkbox. */
  hasSelected: boolean;
  /** `isRange`: with Shift, from the row chosen before up to this one. */
  onSelect: (isSelected: boolean, isRange: boolean) => void;
  name: string | undefined;
  actions: ReactNode;
}

const linkLook =
  "block truncate font-strong outline-none after:absolute after:inset-0 focus-visible:after:rounded-control " +
  "focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus";

/** One row of a table. */
export function DataTableRow<Row>({
  row,
  index,
  columns,
  renderLink,
  isSelected,
  hasSelected,
  onSelect,
  name,
  actions,
}: DataTableRowProps<Row>) {
  const { t } = useTranslation();
  const isRange = useRef(false);
  return (
    <tr
      data-row-id={row.id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={clsx(
        "group relative transition-colors [&>td]:h-row [&>td]:border-b [&>td]:border-hairline [&>td]:px-2",
        isSelected ? "bg-accent-soft" : "hover:bg-hover has-focus-visible:bg-hover",
      )}
    >
      {isSelected !== undefined && (
        <td className="pl-4! md:pl-6!">
          <Checkbox
            aria-label={t("ui.selectRow", { name: name ?? String(index + 1) })}
            checked={isSelected}
            onClick={({ shiftKey }) => {
              isRange.current = shiftKey;
            }}
            onCheckedChange={(checked) => onSelect(checked, isRange.current)}
            className={clsx(
              "z-10 align-middle",
              !isSelected &&
                !hasSelected &&
                "opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 pointer-coarse:opacity-100",
            )}
          />
        </td>
      )}
      {columns.map((column, at) => {
        const content = column.cell(row);
        return (
          <td
            key={column.id}
            className={clsx(
              "truncate",
              column.align === "end" && "text-right tabular-nums",
              column.isWide && "max-sm:hidden",
              at === 0 && isSelected === undefined && "pl-4! md:pl-6!",
            )}
          >
            {at === 0 && renderLink
              ? renderLink(row, { className: linkLook, children: content, ...listItem })
              : content}
          </td>
        );
      })}
      <td className="pr-2! text-right md:pr-4!">
        {actions && <span className="relative z-10">{actions}</span>}
      </td>
    </tr>
  );
}
