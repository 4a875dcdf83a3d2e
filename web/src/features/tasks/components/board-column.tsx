import { useDroppable } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "#/lib/format.ts";
import { PlanNotice, usePlanRoom } from "#/lib/plan-room.tsx";
import type { TaskContext, TaskStatus } from "../task-context.ts";
import { QuickAdd } from "./quick-add.tsx";
import { progressOf, StatusIcon } from "./status-icon.tsx";

interface BoardColumnProps {
  status: TaskStatus;
  statuses: TaskContext["project"]["statuses"];
  total: number;
  /** The ids of the loaded cards, in order. */
  ids: readonly string[];
  /** Absent when the person may not create tasks. */
  onAdd: ((title: string) => Promise<unknown>) | undefined;
  /** Absent when everything is loaded. */
  onShowMore: (() => void) | undefined;
  children: ReactNode;
}

/** One status: its name, how many tasks it holds against its limit, the cards, and a line for a new one. */
export function BoardColumn({
  status,
  statuses,
  total,
  ids,
  onAdd,
  onShowMore,
  children,
}: BoardColumnProps) {
  const { t, i18n } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const room = usePlanRoom("tasks", isAdding);
  const { setNodeRef, isOver } = useDroppable({ id: `column:${status.key}` });
  const headingId = useId();
  const limit = status.wip_limit;
  const isOverLimit = limit !== null && total > limit;

  return (
    <section
      aria-labelledby={headingId}
      className="flex max-h-full w-[280px] shrink-0 snap-start flex-col rounded-panel bg-surface-2 max-sm:w-[calc(100vw-48px)]"
    >
      <header className="flex h-10 shrink-0 items-center gap-2 pr-1.5 pl-3">
        <StatusIcon category={status.category} progress={progressOf(statuses, status.key)} />
        <h2 id={headingId} className="flex min-w-0 items-center gap-2 text-sm font-strong">
          <span className="truncate">{status.name}</span>
          <span
            className={clsx(
              "flex items-center gap-1 font-normal tabular-nums",
              isOverLimit ? "text-warning" : "text-muted",
            )}
          >
            {isOverLimit && <TriangleAlert className="size-3.5" aria-hidden />}
            {formatNumber(total, i18n.language)}
            {limit !== null && (
              <>
                <span aria-hidden> / {limit}</span>
                <span className="sr-only">
                  {isOverLimit ? t("tasks.overLimit", { limit }) : t("tasks.limit", { limit })}
                </span>
              </>
            )}
          </span>
        </h2>
      </header>
      <div
        ref={setNodeRef}
        className={clsx(
          "flex min-h-16 flex-1 flex-col gap-2 overflow-x-hidden overflow-y-auto rounded-b-panel px-2 pb-2 transition-colors",
          isOver && "bg-hover",
        )}
      >
        <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
          <ul className="flex flex-col gap-2 empty:hidden">{children}</ul>
        </SortableContext>
        {onShowMore && (
          <button
            type="button"
            onClick={onShowMore}
            className="h-8 shrink-0 rounded-control text-sm text-muted transition-colors hover:bg-hover hover:text-text"
          >
            {t("tasks.showMore")}
          </button>
        )}
        {total === 0 && <p className="px-1 py-2 text-sm text-muted">{t("tasks.emptyColumn")}</p>}
      </div>
      {onAdd && (
        <div className="flex shrink-0 flex-col gap-2 px-2 pb-2">
          {isAdding && room && <PlanNotice resource="tasks" room={room} />}
          {!(isAdding && room?.isFull) && (
            <QuickAdd
              status={status.name}
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
