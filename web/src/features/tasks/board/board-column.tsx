import { useDroppable } from "@dnd-kit/core";
import { clsx } from "clsx";
import { ChevronsLeftRight, ChevronsRightLeft, Ellipsis, Plus, TriangleAlert } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { StatusIcon } from "#/components/ui/status-icon.tsx";
import { formatNumber } from "#/lib/format.ts";
import { PlanNotice, usePlanRoom } from "#/lib/plan-room.tsx";
import type { ColumnLook } from "./board-columns.ts";
import { ColumnArea } from "./column-area.ts";
import { QuickAdd } from "./quick-add.tsx";

interface BoardColumnProps {
  column: ColumnLook;
  /** How many tasks it shows. */
  total: number;
  /** How many it holds, where a filter hides some of them. */
  wholeTotal: number | undefined;
  isCollapsed: boolean;
  onCollapse: (isCollapsed: boolean) => void;
  /** Absent when the person may not create tasks. */
  onAdd: ((title: string) => Promise<unknown>) | undefined;
  children: ReactNode;
}

/** One column: its name, how many tasks it holds against its limit, the cards, and a line for a new one. */
export function BoardColumn(props: BoardColumnProps) {
  const { column, total, wholeTotal, isCollapsed, onCollapse, onAdd, children } = props;
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const room = usePlanRoom("tasks", isAdding);
  const { setNodeRef, isOver } = useDroppable({ id: `column:${column.id}` });
  const area = useRef<HTMLDivElement>(null);
  const headingId = useId();

  if (isCollapsed) {
    return (
      <section
        ref={setNodeRef}
        aria-labelledby={headingId}
        className={clsx(
          "flex h-full w-10 shrink-0 snap-start flex-col items-center gap-2 rounded-panel py-2 transition-colors",
          isOver ? "bg-active" : "bg-surface-2",
        )}
      >
        <IconButton
          size="sm"
          label={t("tasks.expandColumn", { status: column.name })}
          icon={<ChevronsLeftRight />}
          onClick={() => onCollapse(false)}
        />
        <StatusIcon category={column.category} progress={column.progress} />
        <h2
          id={headingId}
          className="flex min-h-0 items-center gap-2 text-sm font-strong [writing-mode:vertical-rl]"
        >
          <span className="truncate">{column.name}</span>
          <ColumnCount total={total} wholeTotal={wholeTotal} limit={column.limit} />
        </h2>
      </section>
    );
  }

  return (
    <section
      aria-labelledby={headingId}
      className="group/column flex max-h-full w-[280px] shrink-0 snap-start flex-col rounded-panel bg-surface-2 max-sm:w-[calc(100vw-48px)]"
    >
      <header className="flex h-10 shrink-0 items-center gap-2 pr-1.5 pl-3">
        <StatusIcon category={column.category} progress={column.progress} />
        <h2 id={headingId} className="flex min-w-0 flex-1 items-center gap-2 text-sm font-strong">
          <span className="truncate">{column.name}</span>
          <ColumnCount total={total} wholeTotal={wholeTotal} limit={column.limit} />
        </h2>
        <Menu
          align="end"
          trigger={
            <IconButton
              size="sm"
              label={t("tasks.columnMenu", { status: column.name })}
              icon={<Ellipsis />}
            />
          }
        >
          {onAdd && (
            <MenuItem onSelect={() => setAdding(true)}>
              <Plus aria-hidden />
              {t("tasks.add")}
            </MenuItem>
          )}
          <MenuItem onSelect={() => onCollapse(true)}>
            <ChevronsRightLeft aria-hidden />
            {t("tasks.collapseColumn")}
          </MenuItem>
        </Menu>
      </header>
      <div
        ref={(node) => {
          setNodeRef(node);
          area.current = node;
        }}
        className={clsx(
          "flex min-h-16 flex-1 flex-col gap-2 overflow-x-hidden overflow-y-auto rounded-b-panel px-2 pb-2 transition-colors",
          isOver && "bg-hover",
        )}
      >
        <ColumnArea value={area}>{children}</ColumnArea>
      </div>
      {onAdd && (
        <div className="flex shrink-0 flex-col gap-2 px-2 pb-2">
          {isAdding && room && <PlanNotice resource="tasks" room={room} />}
          {!(isAdding && room?.isFull) && (
            <QuickAdd
              status={column.name}
              isOpen={isAdding}
              onOpenChange={setAdding}
              onAdd={onAdd}
            />
          )}
        </div>
      )}
    </section>
  );
}

/** How many tasks are shown, of how many, against the limit. Over the limit is said, not refused. */
function ColumnCount({
  total,
  wholeTotal = total,
  limit,
}: {
  total: number;
  wholeTotal?: number | undefined;
  limit: number | null;
}) {
  const { t, i18n } = useTranslation();
  const isOverLimit = limit !== null && wholeTotal > limit;
  const shown = formatNumber(total, i18n.language);
  return (
    <span
      className={clsx(
        "flex shrink-0 items-center gap-1 font-normal tabular-nums",
        isOverLimit ? "text-warning" : "text-muted",
      )}
    >
      {isOverLimit && <TriangleAlert className="size-3.5" aria-hidden />}
      {wholeTotal === total
        ? shown
        : t("tasks.countOf", { shown, total: formatNumber(wholeTotal, i18n.language) })}
      {limit !== null && (
        <>
          <span aria-hidden> / {limit}</span>
          <span className="sr-only">
            {isOverLimit ? t("tasks.overLimit", { limit }) : t("tasks.limit", { limit })}
          </span>
        </>
      )}
    </span>
  );
}
