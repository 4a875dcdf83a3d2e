import { clsx } from "clsx";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "#/components/ui/checkbox.tsx";
import { Menu, MenuLabel, MenuToggle } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import type { TaskSort } from "../filters/task-sort.ts";
import { columnLooks, columnOrders, columnWidths, type ListColumn } from "./list-columns.ts";

interface ListHeadProps {
  columns: readonly ListColumn[];
  offered: readonly ListColumn[];
  onToggleColumn: (column: ListColumn, isShown: boolean) => void;
  sort: TaskSort;
  onSort: (order: TaskSort["order"]) => void;
  /** Of everything that is loaded. Undefined where nothing can be done with several. */
  isAllSelected: boolean | "indeterminate" | undefined;
  onSelectAll: (isSelected: boolean) => void;
}

/** Names of the columns, which sort; the checkbox for all; the choice of columns. */
export function ListHead(props: ListHeadProps) {
  const { columns, offered, onToggleColumn, sort, onSort, isAllSelected, onSelectAll } = props;
  const { t } = useTranslation();
  const names = useColumnNames();
  return (
    <tr
      aria-rowindex={1}
      className="flex h-8 items-center gap-2 border-b border-hairline bg-surface pr-2 pl-4 text-xs text-muted md:pl-6 [&>th]:font-normal"
    >
      {isAllSelected !== undefined && (
        <th scope="col" className="flex w-6 shrink-0">
          <Checkbox
            aria-label={t("ui.selectAll")}
            checked={isAllSelected}
            onCheckedChange={onSelectAll}
          />
        </th>
      )}
      <HeadCell className="min-w-0 flex-1" name={t("tasks.task")} />
      <HeadCell
        className="w-20 shrink-0"
        name={t("tasks.priority")}
        sorted={sort.order === "priority" ? sort.direction : undefined}
        onSort={() => onSort("priority")}
      />
      {columns.map((column) => {
        const order = columnOrders[column];
        return (
          <HeadCell
            key={column}
            className={clsx("shrink-0", columnLooks[column])}
            width={columnWidths[column]}
            name={names[column]}
            sorted={order !== undefined && sort.order === order ? sort.direction : undefined}
            onSort={order && (() => onSort(order))}
          />
        );
      })}
      <th scope="col" className="flex w-8 shrink-0 justify-end">
        <Menu
          align="end"
          trigger={<IconButton size="sm" label={t("ui.columns")} icon={<Columns3 />} />}
        >
          <MenuLabel>{t("ui.columns")}</MenuLabel>
          {offered.map((column) => (
            <MenuToggle
              key={column}
              checked={columns.includes(column)}
              onCheckedChange={(isShown) => onToggleColumn(column, isShown)}
            >
              {names[column]}
            </MenuToggle>
          ))}
        </Menu>
      </th>
    </tr>
  );
}

interface HeadCellProps {
  name: string;
  className: string;
  width?: number;
  sorted?: "asc" | "desc" | undefined;
  /** Absent where the column cannot be sorted. */
  onSort?: (() => void) | undefined;
}

function HeadCell({ name, className, width, sorted, onSort }: HeadCellProps) {
  const directions = { asc: "ascending", desc: "descending" } as const;
  return (
    <th
      scope="col"
      aria-sort={sorted && directions[sorted]}
      style={width ? { width } : undefined}
      className={clsx("flex items-center", className)}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={clsx(
            "-mx-1 inline-flex h-6 max-w-full items-center gap-1 rounded-control px-1 transition-colors hover:bg-hover hover:text-text",
            sorted && "text-text",
          )}
        >
          <span className="truncate">{name}</span>
          {sorted === "asc" && <ArrowUp className="size-3.5" aria-hidden />}
          {sorted === "desc" && <ArrowDown className="size-3.5" aria-hidden />}
        </button>
      ) : (
        <span className="truncate">{name}</span>
      )}
    </th>
  );
}

/** What the columns are called. */
function useColumnNames(): Record<ListColumn, string> {
  const { t } = useTranslation();
  return {
    project: t("tasks.project"),
    assignee: t("tasks.assignee"),
    due: t("tasks.dueDate"),
    created: t("views.orders.created"),
    updated: t("views.orders.updated"),
  };
}
