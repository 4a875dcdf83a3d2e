import type { TaskFilter } from "@flowdesk/types/task-filters";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "#/lib/format.ts";
import { useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import { useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { useIsPhone } from "#/lib/use-media-query.ts";
import { BulkBar } from "../bulk/bulk-bar.tsx";
import { Refusals } from "../bulk/refusals.tsx";
import { type ChangeFor, useBulk } from "../bulk/use-bulk.tsx";
import type { QuickField } from "../editor/field-choices.tsx";
import { type Editing, FieldEditor } from "../editor/field-editor.tsx";
import { narrowedBy } from "../filters/narrowing.ts";
import { usualDirections } from "../filters/task-sort.ts";
import type { TaskView } from "../filters/task-view.ts";
import type { BoardTask } from "../queries.ts";
import { type TaskProject, type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { ChangeTask } from "../use-change-task.ts";
import type { Slices } from "../use-slices.ts";
import { useTaskLink } from "../use-task-link.ts";
import { GroupHead } from "./group-head.tsx";
import { groupOfTask, useGroupLook } from "./group-looks.tsx";
import { listColumns, useListColumns } from "./list-columns.ts";
import { ListHead } from "./list-head.tsx";
import { ListRow } from "./list-row.tsx";
import { groupsOfSections, groupsOfTasks, type ListRow as Row, rowsOf } from "./list-rows.ts";
import { MoreRow } from "./more-row.tsx";
import { extended, nothingSelected, stillThere, toggled } from "./selection.ts";

interface TaskListProps {
  label: string;
  /** Under this name the person's columns are kept in their browser. */
  name: string;
  slices: Slices;
  view: TaskView;
  filter: TaskFilter;
  onFilter: (filter: TaskFilter) => void;
  project: TaskProject | undefined;
  world: TaskWorld;
  openKey: string | undefined;
  canChange: (task: BoardTask) => boolean;
  canDelete: (task: BoardTask) => boolean;
  onChange: ChangeTask;
  /** Begins a new task in a group; absent where the person may not create any. */
  onAdd: ((group: string) => void) | undefined;
}

/** As many tasks as are grouped by what only they know, or chosen all at once. */
const maxLoaded = 10_000;
// So few are drawn all, and the browser's own search finds them.
const drawnAtOnce = 100;
const headHeight = 36;

/** Tasks one under the other, in groups; of thousands only those in sight are drawn. Fills its place and scrolls within. */
export function TaskList(props: TaskListProps) {
  const { slices, view, filter, onFilter, project, world, canChange, onChange, onAdd } = props;
  const { t, i18n } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState(nothingSelected);
  const [editing, setEditing] = useState<Editing>();
  const bulk = useBulk();
  const offered = useMemo(
    () => listColumns.filter((column) => column !== "project" || !project),
    [project],
  );
  const { shown: columns, toggle } = useListColumns(props.name, offered);
  const isByTask = view.group === "assignee" || view.group === "project";
  const lookOf = useGroupLook(view.group, project, world);

  // The statuses of a project are its shape, unless somebody looks for something.
  const keepsEmpty = view.group === "status" && narrowedBy(filter) === 0;

  const groups = useMemo(() => {
    const [only] = slices.sections;
    if (!isByTask || !only) return groupsOfSections(slices.sections, keepsEmpty);
    return groupsOfTasks(only, groupOfTask(view.group), (id) => lookOf(id).name);
  }, [slices.sections, isByTask, keepsEmpty, view.group, lookOf]);
  const rows = useMemo(
    () => rowsOf(groups, collapsed, view.group !== "none"),
    [groups, collapsed, view.group],
  );
  const tasks = useMemo(
    () => new Map(rows.flatMap((row) => (row.kind === "task" ? [[row.task.id, row.task]] : []))),
    [rows],
  );
  const order = useMemo(() => [...tasks.keys()], [tasks]);
  const chosen = stillThere(selection, tasks);
  const chosenTasks = [...chosen.ids].flatMap((id) => tasks.get(id) ?? []);
  const canSelect = useMemo(() => [...tasks.values()].some(canChange), [tasks, canChange]);
  const link = useTaskLink();

  const heightOf = isPhone ? 60 : rowHeight();
  const isLong = rows.length > drawnAtOnce;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => area.current,
    enabled: isLong,
    estimateSize: (index) => (rows[index]?.kind === "task" ? heightOf : headHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollPaddingStart: 40,
    initialRect: { width: 1_200, height: 800 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of rows is the trigger
  useEffect(() => virtualizer.measure(), [heightOf, virtualizer]);
  const inSight = isLong ? virtualizer.getVirtualItems() : stacked(rows, heightOf);
  const height = isLong
    ? virtualizer.getTotalSize()
    : inSight.reduce((sum, { size }) => sum + size, 0);

  // The end of what is loaded of a section came into sight.
  const wanting = inSight.flatMap(({ index }) => {
    const row = rows[index];
    return row?.kind === "more" ? [row.sectionId] : [];
  });
  const wanted = slices.hasFailedMore ? "" : wanting.join(" ");
  const { loadMore, loadAll } = slices;
  useEffect(() => {
    for (const id of wanted.split(" ").filter(Boolean)) void loadMore(id);
  }, [wanted, loadMore]);

  // Groups made of tasks need the tasks, as many as can be held.
  const [first] = slices.sections;
  const hasMore = isByTask && first?.slice?.next != null;
  useEffect(() => {
    if (hasMore) void loadAll(maxLoaded);
  }, [hasMore, loadAll]);

  const select = useCallback(
    (id: string, isRange: boolean) =>
      setSelection((now) => (isRange ? extended(now, id, order) : toggled(now, id))),
    [order],
  );
  const edit = useCallback(
    (field: QuickField, task: BoardTask, anchor: HTMLElement) =>
      setEditing({ field, tasks: [task], anchor }),
    [],
  );

  const apply = async (them: readonly BoardTask[], changeFor: ChangeFor) => {
    const [only] = them;
    if (them.length === 1 && only) {
      const changes = changeFor(only);
      if (changes) onChange(only, changes);
      return;
    }
    const { refused } = await bulk.change(them, changeFor);
    // What was refused stays chosen, so that nothing is lost and another way can be tried.
    setSelection({ ids: new Set(refused.map(({ task }) => task.id)), anchor: undefined });
  };
  const selectAll = async () => {
    const all = await loadAll(maxLoaded);
    setSelection({
      ids: new Set(all.flatMap((slice) => slice.tasks.map(({ id }) => id))),
      anchor: undefined,
    });
  };

  useListNavigation(area);
  const focused = () => {
    const row = document.activeElement?.closest<HTMLElement>("[data-row-id]");
    const task = tasks.get(row?.dataset.rowId ?? "");
    return row && task && area.current?.contains(row) ? { row, task } : undefined;
  };
  useShortcut(
    "select",
    () => {
      const at = focused();
      if (!at) return false;
      select(at.task.id, false);
    },
    canSelect,
  );
  useShortcut(
    "selectAll",
    () => {
      // In a field it chooses the text.
      if (document.activeElement?.matches("input, textarea")) return false;
      void selectAll();
    },
    canSelect && tasks.size > 0,
  );
  useShortcut("back", () => setSelection(nothingSelected), chosen.ids.size > 0);
  const editByKey = (field: QuickField) => {
    const at = focused();
    const them = chosenTasks.length > 0 ? chosenTasks : at ? [at.task] : [];
    const anchor = at?.row.querySelector<HTMLElement>("a") ?? area.current;
    if (them.length === 0 || !anchor || !them.some(canChange)) return false;
    setEditing({ field, tasks: them, anchor });
  };
  useShortcut("setStatus", () => editByKey("status"), canSelect);
  useShortcut("setPriority", () => editByKey("priority"), canSelect);
  useShortcut("setAssignee", () => editByKey("assignee"), canSelect);
  useShortcut("setLabels", () => editByKey("label"), canSelect && world.labels.size > 0);
  useShortcut("setDue", () => editByKey("due"), canSelect);

  /** Shift with an arrow or with j and k takes the next one along. */
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, J: 1, ArrowUp: -1, K: -1 }[event.key];
    const at = focused();
    if (!event.shiftKey || step === undefined || !at || !canSelect) return;
    event.preventDefault();
    const next = order[order.indexOf(at.task.id) + step];
    if (next === undefined) return;
    setSelection((now) =>
      extended(now.anchor === undefined ? toggled(now, at.task.id) : now, next, order),
    );
    area.current?.querySelector<HTMLElement>(`[data-row-id="${next}"] a`)?.focus();
  };

  const total = slices.sections.reduce((sum, { slice }) => sum + (slice?.total ?? 0), 0);
  const isCut = isByTask && hasMore && tasks.size >= maxLoaded;
  return (
    <>
      {isCut && (
        <p
          role="status"
          className="shrink-0 bg-warning-soft px-4 py-1.5 text-sm text-warning md:px-6"
        >
          {t("views.cut", {
            shown: formatNumber(tasks.size, i18n.language),
            total: formatNumber(total, i18n.language),
          })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows within, which have the focus */}
      <div ref={area} onKeyDown={onKeyDown} className="@container min-h-0 flex-1 overflow-auto">
        <table
          aria-label={props.label}
          aria-rowcount={rows.length + 1}
          className="block sm:min-w-[560px]"
        >
          <thead className="sticky top-0 z-20 block max-sm:hidden">
            <ListHead
              columns={columns}
              offered={offered}
              onToggleColumn={toggle}
              sort={view}
              onSort={(next) => onFilter(sortedBy(filter, view, next))}
              isAllSelected={
                canSelect
                  ? chosen.ids.size > 0 &&
                    (chosen.ids.size === order.length && order.length === total
                      ? true
                      : "indeterminate")
                  : undefined
              }
              onSelectAll={(isSelected) =>
                isSelected ? void selectAll() : setSelection(nothingSelected)
              }
            />
          </thead>
          <tbody className="relative block" style={{ height }}>
            {inSight.map(({ key, index, start, size }) => {
              const row = rows[index];
              if (!row) return null;
              const place = { index, start, size };
              if (row.kind === "task") {
                return (
                  <ListRow
                    key={key}
                    {...place}
                    task={row.task}
                    columns={columns}
                    world={world}
                    link={link}
                    isPhone={isPhone}
                    isOpen={taskKeyOf(world, row.task) === props.openKey}
                    canChange={canChange(row.task)}
                    isSelected={canSelect ? chosen.ids.has(row.task.id) : undefined}
                    hasSelected={chosen.ids.size > 0}
                    onSelect={select}
                    onEdit={edit}
                  />
                );
              }
              if (row.kind === "group") {
                return (
                  <GroupHead
                    key={key}
                    {...place}
                    {...lookOf(row.group.id)}
                    total={row.group.total}
                    loaded={row.group.tasks.length}
                    isCollapsed={collapsed.has(row.group.id)}
                    onToggle={() => setCollapsed(toggledIn(collapsed, row.group.id))}
                    onAdd={onAdd && (() => onAdd(row.group.id))}
                  />
                );
              }
              return (
                <MoreRow
                  key={key}
                  {...place}
                  hasFailed={slices.hasFailedMore}
                  onRetry={() => void loadMore(row.sectionId)}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {(chosenTasks.length > 0 || bulk.progress) && (
        <BulkBar
          tasks={chosenTasks}
          total={total}
          progress={bulk.progress}
          world={world}
          canDelete={chosenTasks.every(props.canDelete)}
          onEdit={(field, anchor) => setEditing({ field, tasks: chosenTasks, anchor })}
          onApply={(changeFor) => void apply(chosenTasks, changeFor)}
          onDelete={async () => {
            const { refused } = await bulk.remove(chosenTasks);
            setSelection({ ids: new Set(refused.map(({ task }) => task.id)), anchor: undefined });
          }}
          onSelectAll={() => void selectAll()}
          onClear={() => setSelection(nothingSelected)}
        />
      )}
      {editing && (
        <FieldEditor
          editing={editing}
          world={world}
          onClose={() => setEditing(undefined)}
          onChoose={(them, changeFor) => void apply(them, changeFor)}
          onLabel={(them, wanted) => void bulk.label(them, wanted)}
        />
      )}
      <Refusals refused={bulk.refused} world={world} onClose={bulk.forgetRefused} />
    </>
  );
}

/** A press on the column that sorts already turns the order around. */
function sortedBy(filter: TaskFilter, view: TaskView, order: TaskView["order"]): TaskFilter {
  const { direction: _former, ...rest } = filter;
  if (view.order !== order) return { ...rest, order };
  const turned = view.direction === "asc" ? "desc" : "asc";
  return turned === usualDirections[order]
    ? { ...rest, order }
    : { ...rest, order, direction: turned };
}

/** Where lines stand that are all drawn. */
function stacked(rows: readonly Row[], taskHeight: number) {
  let next = 0;
  return rows.map(({ kind, key }, index) => {
    const size = kind === "task" ? taskHeight : headHeight;
    const start = next;
    next += size;
    return { key, index, start, size };
  });
}

function toggledIn(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The token decides: fingers get more. */
function rowHeight(): number {
  const token = getComputedStyle(document.documentElement).getPropertyValue("--row");
  return Number.parseInt(token, 10) || 36;
}
