import {
  readTaskFilter,
  type TaskFilter,
  type TaskLayout,
  type TaskSearch,
  writeTaskSearch,
} from "@flowdesk/types/task-filters";
import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { asAppError } from "#/lib/app-error.ts";
import { ErrorRegion } from "#/lib/error-region.tsx";
import { describeError } from "#/lib/form-errors.ts";
import { parseDay, toDay, weekStartsOn } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { Board } from "./board/board.tsx";
import { useColumns } from "./board/board-columns.ts";
import { BoardSkeleton } from "./board/board-skeleton.tsx";
import { type CalendarSpan, daysShown } from "./calendar/calendar-days.ts";
import { calendarSection } from "./calendar/calendar-section.ts";
import { TaskCalendar } from "./calendar/task-calendar.tsx";
import { ViewEmpty } from "./components/view-empty.tsx";
import { ExportButton } from "./export/export-button.tsx";
import { conditionsOf, type TaskScope } from "./filters/conditions.ts";
import { DisplayMenu } from "./filters/display-menu.tsx";
import { FilterBar } from "./filters/filter-bar.tsx";
import { type FieldKey, useFilterFields } from "./filters/filter-fields.tsx";
import { narrowedBy, withoutNarrowing } from "./filters/narrowing.ts";
import { sectionsOf } from "./filters/sections.ts";
import { viewOf } from "./filters/task-view.ts";
import { ListSkeleton } from "./list/list-skeleton.tsx";
import { TaskList } from "./list/task-list.tsx";
import { type NewTask, useCreateTask, useTasksOnTheirWay } from "./mutations.ts";
import { taskQueries } from "./queries.ts";
import { type TaskMember, type TaskProject, taskKeyOf } from "./task-context.ts";
import { useChangeTaskWithToasts } from "./use-change-task.ts";
import { useSlices } from "./use-slices.ts";
import { useTaskRights } from "./use-task-rights.ts";
import { useTaskWorld } from "./use-task-world.ts";

export interface TaskViewPageProps {
  /** What the page is called where it is read out. */
  label: string;
  header: ReactNode;
  /** Before the filter: the layouts, the saved views. */
  lead?: ReactNode;
  scope: TaskScope;
  /** The one project of the page, where it has one. */
  project?: TaskProject | undefined;
  /** Those that tasks can be narrowed to, where it has not. */
  projects?: readonly Pick<TaskProject, "id" | "key" | "name" | "colour">[];
  members: readonly TaskMember[];
  userId: string;
  layout: TaskLayout;
  search: TaskSearch;
  onSearch: (search: TaskSearch) => void;
  /** Where the calendar stands. */
  calendar?: { day?: string | undefined; span?: string | undefined };
  onCalendar?: (day: string, span: CalendarSpan) => void;
  /** The task that stands open at the right: "ACME-42". */
  openKey: string | undefined;
  onOpen: (key: string) => void;
  /** That task in full, put together by the route. */
  panel: ReactNode;
}

/** Tasks as a list, a board or a calendar, narrowed by one filter, and beside them the one that is open. */
export function TaskViewPage(props: TaskViewPageProps) {
  const { scope, project, projects = [], members, userId, layout, search, openKey } = props;
  const { t, i18n } = useTranslation();
  const { id: org } = useOrganization();
  // The router gives another object at each change of the address, also where only the open task changed.
  const written = JSON.stringify(search);
  const filter = useMemo(() => readTaskFilter(JSON.parse(written)), [written]);
  const today = useToday();
  const reader = useMemo(
    () => ({ userId, today, weekStartsOn: weekStartsOn(i18n.language) }),
    [userId, today, i18n.language],
  );
  const view = useMemo(
    () => viewOf(scope, filter, layout, reader),
    [scope, filter, layout, reader],
  );
  const day = parseDay(props.calendar?.day ?? "") ?? today;
  const span = props.calendar?.span === "week" ? "week" : "month";
  const dayKey = layout === "calendar" ? toDay(day) : "";
  const specs = useMemo(() => {
    const shown = parseDay(dayKey);
    if (shown) return [calendarSection(daysShown(shown, span, reader.weekStartsOn))];
    return sectionsOf(view.group, project?.statuses ?? [], reader);
  }, [view.group, project, reader, dayKey, span]);
  const slices = useSlices(org, view, specs);
  const tasks = useMemo(
    () => slices.sections.flatMap(({ slice }) => slice?.tasks ?? []),
    [slices.sections],
  );
  const world = useTaskWorld(org, project, members, tasks);
  const { canChange, canDelete, canCreate } = useTaskRights(world);
  const change = useChangeTaskWithToasts(world);
  const fields = useFilterFields({
    project,
    projects,
    members,
    labels: world.labels,
    userId,
    ...(scope.kind === "mine" ? { without: withoutMine[scope.as] } : {}),
  });
  const setFilter = (next: TaskFilter) => props.onSearch(writeTaskSearch(next));

  const create = useCreateTask(org);
  const onTheirWay = useTasksOnTheirWay(org, project?.id);
  const add = async (wanted: Omit<NewTask, "project_id">) => {
    if (!project) return;
    try {
      const task = await create.mutateAsync({ ...wanted, project_id: project.id });
      const key = taskKeyOf(world, task);
      // Somewhere below what is loaded, or kept away by the filter: where nobody would see it.
      const column = slices.sections.find(({ id }) => id === task.status)?.slice;
      if (column?.next || narrowedBy(filter) > 0) {
        toast.success(t("tasks.createdToast", { key }), {
          action: { label: t("tasks.openNew"), onClick: () => props.onOpen(key) },
        });
      }
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
      throw error;
    }
  };
  const mayAdd = project !== undefined && canCreate(project);

  const columns = useColumns(project);
  const isFiltered = narrowedBy(filter) > 0;
  const limited = layout === "board" && isFiltered ? columns.filter(({ limit }) => limit) : [];
  const wholeTotals = useWholeTotals(
    org,
    scope,
    reader,
    limited.map(({ id }) => id),
  );

  const isEmpty =
    !slices.isPending &&
    tasks.length === 0 &&
    (layout === "list" || (isFiltered && layout === "board"));
  const content = slices.isPending ? (
    layout === "board" ? (
      <BoardSkeleton label={t("common.loading")} />
    ) : (
      <ListSkeleton label={t("common.loading")} />
    )
  ) : slices.error ? (
    <div className="p-4">
      <RegionFailed error={slices.error} onRetry={slices.retry} />
    </div>
  ) : isEmpty && onTheirWay.length === 0 ? (
    <ViewEmpty
      scope={scope}
      onClear={isFiltered ? () => setFilter(withoutNarrowing(filter)) : undefined}
      canCreate={mayAdd}
    />
  ) : layout === "board" ? (
    <Board
      label={t("tasks.boardLabel", { project: props.label })}
      name={project?.key ?? scope.kind}
      columns={columns}
      sections={slices.sections}
      view={view}
      world={world}
      openKey={openKey}
      canChange={canChange}
      onChange={change}
      onTheirWay={onTheirWay}
      onAdd={mayAdd ? (status, title) => add({ status, title }) : undefined}
      onShowMore={(column) => void slices.loadMore(column)}
      wholeTotals={wholeTotals}
    />
  ) : layout === "calendar" ? (
    <TaskCalendar
      label={t("calendar.label", { name: props.label })}
      day={day}
      span={span}
      onTurn={(next, nextSpan) => props.onCalendar?.(toDay(next), nextSpan)}
      today={today}
      weekStartsOn={reader.weekStartsOn}
      slices={slices}
      world={world}
      openKey={openKey}
      canChange={canChange}
      onChange={change}
      onAdd={mayAdd ? (due_date, title) => add({ due_date, title }) : undefined}
    />
  ) : (
    <TaskList
      label={t("tasks.listLabel", { name: props.label })}
      name={`tasks.${scope.kind}`}
      slices={slices}
      view={view}
      filter={filter}
      onFilter={setFilter}
      project={project}
      world={world}
      openKey={openKey}
      canChange={canChange}
      canDelete={canDelete}
      onChange={change}
      onAdd={undefined}
    />
  );

  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        {props.header}
        <div className="flex min-h-11 shrink-0 items-start gap-2 border-b border-hairline px-4 py-1.5 md:px-6">
          {props.lead}
          <FilterBar filter={filter} fields={fields} onChange={setFilter} />
          <ExportButton name={props.label} conditions={view.conditions} world={world} />
          {layout !== "calendar" && (
            <DisplayMenu
              scope={scope}
              filter={filter}
              view={view}
              canGroup={layout === "list"}
              onChange={setFilter}
            />
          )}
        </div>
        <ErrorRegion key={layout}>{content}</ErrorRegion>
      </div>
      {openKey !== undefined && <ErrorRegion key={openKey}>{props.panel}</ErrorRegion>}
    </div>
  );
}

const withoutMine: Record<"assignee" | "reporter" | "watcher", readonly FieldKey[]> = {
  assignee: ["assignee"],
  reporter: ["reporter"],
  watcher: [],
};

/** How many the limited columns hold altogether, while a filter hides some of them. */
function useWholeTotals(
  org: string,
  scope: TaskScope,
  reader: Parameters<typeof conditionsOf>[2],
  statuses: readonly string[],
): ReadonlyMap<string, number> {
  const base = conditionsOf(scope, {}, reader);
  const answers = useQueries({
    queries: statuses.map((status) =>
      taskQueries.count(org, [...base, { is: "one-of", column: "status", values: [status] }]),
    ),
  });
  return new Map(
    statuses.flatMap((status, index) => {
      const total = answers[index]?.data;
      return total === undefined ? [] : [[status, total]];
    }),
  );
}

/** Today, the same object all day long; a page that stays open over midnight shows the day it was opened. */
function useToday(): Date {
  const [today] = useState(() => new Date());
  return today;
}
