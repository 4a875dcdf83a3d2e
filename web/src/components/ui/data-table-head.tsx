import type { ReactTable } from "@tanstack/react-table";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "./checkbox.tsx";
import type { TableColumn, TableFeatures } from "./data-table-columns.ts";
import { Menu, MenuLabel, MenuToggle } from "./dropdown-menu.tsx";
import { IconButton } from "./icon-button.tsx";

interface DataTableHeadProps<Row extends { id: string }> {
  table: ReactTable<TableFeatures, Row>;
  columns: readonly TableColumn<Row>[];
  hasSelection: boolean;
  hasActions: boolean;
  onHiddenChange: (hidden: string[]) => void;
}

const directions = { asc: "ascending", desc: "descending" } as const;

/** Names of the columns, which sort; the checkbox for all; the choice of columns. Stays while rows scroll. */
export function DataTableHead<Row extends { id: string }>({
  table,
  columns,
  hasSelection,
  hasActions,
  onHiddenChange,
}: DataTableHeadProps<Row>) {
  const { t } = useTranslation();
  const byId = new Map(columns.map((column) => [column.id, column]));
  const leaves = table.getVisibleLeafColumns();
  const choices = columns.filter(({ isFixed }, index) => index > 0 && !isFixed);
  const hidden = columns.filter(({ id }) => !leaves.some((leaf) => leaf.id === id));
  const toggle = (id: string, isShown: boolean) => {
    const others = hidden.map((column) => column.id).filter((each) => each !== id);
    onHiddenChange(isShown ? others : [...others, id]);
  };

  return (
    <thead className="text-left text-xs text-muted">
      <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-20 [&>th]:h-8 [&>th]:border-b [&>th]:border-hairline [&>th]:bg-surface [&>th]:px-2 [&>th]:font-normal">
        {hasSelection && (
          <th scope="col" className="w-10 pl-4! md:w-12 md:pl-6!">
            <Checkbox
              aria-label={t("ui.selectAll")}
              checked={
                table.getIsAllRowsSelected() || (table.getIsSomeRowsSelected() && "indeterminate")
              }
              onCheckedChange={(checked) => table.toggleAllRowsSelected(checked)}
            />
          </th>
        )}
        {leaves.map((leaf, index) => {
          const column = byId.get(leaf.id);
          if (!column) return null;
          const sorted = leaf.getIsSorted();
          return (
            <th
              key={leaf.id}
              scope="col"
              aria-sort={sorted ? directions[sorted] : undefined}
              style={{
                "--width": column.width ? `${column.width}px` : "auto",
                "--narrow": `${column.narrowWidth ?? column.width}px`,
              }}
              className={clsx(
                "w-(--width)",
                column.narrowWidth && "max-sm:w-(--narrow)",
                column.align === "end" && "text-right",
                column.isWide && "max-sm:hidden",
                index === 0 && !hasSelection && "pl-4! md:pl-6!",
              )}
            >
              {leaf.getCanSort() ? (
                <button
                  type="button"
                  onClick={leaf.getToggleSortingHandler()}
                  className={clsx(
                    "-mx-1 inline-flex h-6 max-w-full items-center gap-1 rounded-control px-1 transition-colors hover:bg-hover hover:text-text",
                    sorted && "text-text",
                    column.align === "end" && "flex-row-reverse",
                  )}
                >
                  <span className="truncate">{column.header}</span>
                  {sorted === "asc" && <ArrowUp className="size-3.5" aria-hidden />}
                  {sorted === "desc" && <ArrowDown className="size-3.5" aria-hidden />}
                </button>
              ) : (
                <span className="block truncate">{column.header}</span>
              )}
            </th>
          );
        })}
        <th
          scope="col"
          className={clsx(
            "pr-2! text-right md:pr-4!",
            hasActions || choices.length > 0 ? "w-12" : "w-4",
          )}
        >
          {choices.length > 0 ? (
            <span className={clsx(choices.every(({ isWide }) => isWide) && "max-sm:hidden")}>
              <Menu
                align="end"
                trigger={<IconButton size="sm" label={t("ui.columns")} icon={<Columns3 />} />}
              >
                <MenuLabel>{t("ui.columns")}</MenuLabel>
                {choices.map(({ id, header }) => (
                  <MenuToggle
                    key={id}
                    checked={!hidden.some((column) => column.id === id)}
                    onCheckedChange={(isShown) => toggle(id, isShown)}
                  >
                    {header}
                  </MenuToggle>
                ))}
              </Menu>
            </span>
          ) : (
            <span className="sr-only">{t("ui.actions")}</span>
          )}
        </th>
      </tr>
    </thead>
  );
}
