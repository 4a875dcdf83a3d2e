import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AnchoredPopover } from "#/components/ui/anchored-popover.tsx";
import { formatDay, formatNumber, toDay } from "#/lib/format.ts";
import { useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import { useIsPhone } from "#/lib/use-media-query.ts";
import { QuickAdd } from "../board/quick-add.tsx";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { ChangeTask } from "../use-change-task.ts";
import type { Slices } from "../use-slices.ts";
import { Agenda } from "./agenda.tsx";
import { CalendarBar } from "./calendar-bar.tsx";
import { byDay, type CalendarSpan, daysShown, movedTo } from "./calendar-days.ts";
import { DayCell } from "./day-cell.tsx";
import { ChipContent, TaskChip } from "./task-chip.tsx";

interface TaskCalendarProps {
  label: string;
  day: Date;
  span: CalendarSpan;
  onTurn: (day: Date, span: CalendarSpan) => void;
  today: Date;
  weekStartsOn: number;
  slices: Slices;
  world: TaskWorld;
  openKey: string | undefined;
  canChange: (task: BoardTask) => boolean;
  onChange: ChangeTask;
  /** Absent where the person may not create tasks. */
  onAdd: ((day: string, title: string) => Promise<unknown>) | undefined;
}

/** More tasks than this of a month no calendar can show; the days say how many there are of those that came. */
const calendarMaximum = 3_000;
const shownAMonthDay = 3;
const shownAWeekDay = 20;

/** Tasks on the days that they are due. */
export function TaskCalendar(props: TaskCalendarProps) {
  const { day, span, onTurn, today, weekStartsOn, slices, world, canChange, onChange } = props;
  const { t, i18n } = useTranslation();
  const isPhone = useIsPhone();
  const area = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const [opened, setOpened] = useState<{ day: string; anchor: HTMLElement }>();
  const [adding, setAdding] = useState<{ day: string; anchor: HTMLElement }>();
  const [carriedId, setCarriedId] = useState<string>();
  const [said, setSaid] = useState("");
  // Whose chip has to have the focus again once it stands on another day.
  const followed = useRef<string>(undefined);
  useListNavigation(area);

  const slice = slices.sections[0]?.slice;
  const tasks = slice?.tasks ?? [];
  const { loadAll } = slices;
  const hasMore = slice?.next != null;
  useEffect(() => {
    if (hasMore) void loadAll(calendarMaximum);
  }, [hasMore, loadAll]);

  const days = useMemo(() => daysShown(day, span, weekStartsOn), [day, span, weekStartsOn]);
  const dated = useMemo(() => byDay(slice?.tasks ?? []), [slice]);
  const carried = tasks.find(({ id }) => id === carriedId);

  const move = (task: BoardTask, to: string) => {
    if (task.due_date === to) return;
    followed.current = task.id;
    onChange(task, movedTo(task, to));
    setSaid(
      t("calendar.moved", { key: taskKeyOf(world, task), day: formatDay(to, i18n.language) }),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tasks are the trigger: now the chip is on its new day
  useEffect(() => {
    const id = followed.current;
    if (id === undefined) return;
    const chip = area.current?.querySelector<HTMLElement>(`[data-task-id="${id}"]`);
    if (!chip) return;
    followed.current = undefined;
    chip.focus();
  }, [dated]);

  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    setCarriedId(undefined);
    const task = tasks.find(({ id }) => id === active.id);
    if (task && over) move(task, String(over.id));
  };

  const chip = (task: BoardTask) => (
    <TaskChip
      key={task.id}
      task={task}
      world={world}
      isOpen={taskKeyOf(world, task) === props.openKey}
      canChange={canChange(task)}
      describedBy={hintId}
      onMove={move}
    />
  );
  const shownAtMost = span === "month" ? shownAMonthDay : shownAWeekDay;
  const weekdays = new Intl.DateTimeFormat(i18n.language, { weekday: "short" });

  return (
    <>
      <CalendarBar day={day} span={span} onTurn={onTurn} />
      {hasMore && tasks.length >= calendarMaximum && (
        <p role="status" className="bg-warning-soft px-4 py-1.5 text-sm text-warning md:px-6">
          {t("calendar.cut", {
            shown: formatNumber(tasks.length, i18n.language),
            total: formatNumber(slice?.total ?? 0, i18n.language),
          })}
        </p>
      )}
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        onDragStart={({ active }) => setCarriedId(String(active.id))}
        onDragEnd={drop}
        onDragCancel={() => setCarriedId(undefined)}
        accessibility={{ screenReaderInstructions: { draggable: "" } }}
      >
        <div ref={area} className="min-h-0 flex-1 overflow-auto">
          {isPhone ? (
            <Agenda days={days} today={today} tasksOf={dated} chipOf={chip} />
          ) : (
            <table
              aria-label={props.label}
              className="h-full w-full min-w-[640px] table-fixed border-separate border-spacing-0"
            >
              <thead>
                <tr>
                  {days.slice(0, 7).map((each) => (
                    <th
                      key={each.getDay()}
                      scope="col"
                      className="sticky top-0 z-10 h-7 border-b border-hairline bg-surface px-2 text-left text-xs font-normal text-muted"
                    >
                      {weekdays.format(each)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {weeksOf(days).map((week) => (
                  <tr key={toDay(week[0] ?? day)} style={{ height: `${(100 * 7) / days.length}%` }}>
                    {week.map((each) => {
                      const key = toDay(each);
                      const all = dated.get(key) ?? [];
                      const hidden = all.length > shownAtMost ? all.length - shownAtMost + 1 : 0;
                      return (
                        <DayCell
                          key={key}
                          day={each}
                          isToday={key === toDay(today)}
                          isOutside={span === "month" && each.getMonth() !== day.getMonth()}
                          hidden={hidden}
                          onShowAll={(anchor) => setOpened({ day: key, anchor })}
                          onAdd={props.onAdd && ((anchor) => setAdding({ day: key, anchor }))}
                        >
                          {all.slice(0, all.length - hidden).map(chip)}
                        </DayCell>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
        <DragOverlay dropAnimation={null}>
          {carried && (
            <span className="flex h-6 cursor-grabbing items-center gap-1.5 rounded-control border border-hairline bg-raised px-1.5 text-xs shadow-float">
              <ChipContent task={carried} world={world} />
            </span>
          )}
        </DragOverlay>
        {opened && (
          <AnchoredPopover
            anchor={opened.anchor}
            onClose={() => setOpened(undefined)}
            label={formatDay(opened.day, i18n.language)}
            className="max-h-80 w-72"
          >
            <h3 className="px-3 pt-2 pb-1 text-xs text-muted">
              {formatDay(opened.day, i18n.language)}
            </h3>
            <div className="flex flex-col gap-1 overflow-y-auto p-2 pt-0">
              {(dated.get(opened.day) ?? []).map(chip)}
            </div>
          </AnchoredPopover>
        )}
      </DndContext>
      {adding && props.onAdd && (
        <AddOnDay {...adding} onAdd={props.onAdd} onClose={() => setAdding(undefined)} />
      )}
      <p id={hintId} hidden>
        {t("calendar.keys")}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

interface AddOnDayProps {
  day: string;
  anchor: HTMLElement;
  onAdd: (day: string, title: string) => Promise<unknown>;
  onClose: () => void;
}

/** A line for a new task of a day. */
function AddOnDay({ day, anchor, onAdd, onClose }: AddOnDayProps) {
  const { i18n } = useTranslation();
  const name = formatDay(day, i18n.language);
  return (
    <AnchoredPopover anchor={anchor} onClose={onClose} label={name} className="w-64 p-2">
      <QuickAdd
        status={name}
        isOpen
        onOpenChange={(isOpen) => !isOpen && onClose()}
        onAdd={(title) => onAdd(day, title)}
      />
    </AnchoredPopover>
  );
}

function weeksOf(days: readonly Date[]): Date[][] {
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
