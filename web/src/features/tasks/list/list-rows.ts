import type { BoardTask } from "../queries.ts";
import type { Section } from "../use-slices.ts";

/** A group of a list: a section of its own, or tasks of one section that have something in common. */
export interface ListGroup {
  id: string;
  /** The section that it is part of, which can be made longer. */
  sectionId: string;
  tasks: readonly BoardTask[];
  /** How many it has; undefined while some of its section are not loaded and nobody can say. */
  total: number | undefined;
  hasMore: boolean;
}

/** One line of the list as it is drawn. */
export type ListRow =
  | { kind: "group"; key: string; group: ListGroup }
  | { kind: "task"; key: string; task: BoardTask }
  | { kind: "more"; key: string; sectionId: string };

/** Sections that are groups already: those with tasks, and the statuses of a board, empty ones too. */
export function groupsOfSections(sections: readonly Section[], keepsEmpty: boolean): ListGroup[] {
  return sections.flatMap(({ id, slice }) => {
    if (!slice || (!keepsEmpty && slice.total === 0)) return [];
    const { tasks, total, next } = slice;
    return [{ id, sectionId: id, tasks, total, hasMore: next !== null }];
  });
}

/** Groups made of the tasks that came: by assignee, by project. In the order of `rank`. */
export function groupsOfTasks(
  section: Section,
  groupOf: (task: BoardTask) => string,
  rank: (groupId: string) => string,
): ListGroup[] {
  const { slice } = section;
  if (!slice) return [];
  const isWhole = slice.next === null;
  const collator = new Intl.Collator(undefined, { numeric: true });
  return [...Map.groupBy(slice.tasks, groupOf)]
    .map(([id, tasks]) => ({
      id,
      sectionId: section.id,
      tasks,
      total: isWhole ? tasks.length : undefined,
      hasMore: false,
    }))
    .toSorted((a, b) => collator.compare(rank(a.id), rank(b.id)));
}

/** The lines of a list, from the top down. What is folded shows its name alone. */
export function rowsOf(
  groups: readonly ListGroup[],
  collapsed: ReadonlySet<string>,
  hasHeads: boolean,
): ListRow[] {
  return groups.flatMap((group): ListRow[] => {
    const head: ListRow[] = hasHeads ? [{ kind: "group", key: `group:${group.id}`, group }] : [];
    if (hasHeads && collapsed.has(group.id)) return head;
    const { sectionId } = group;
    return [
      ...head,
      ...group.tasks.map((task): ListRow => ({ kind: "task", key: task.id, task })),
      ...(group.hasMore ? [{ kind: "more" as const, key: `more:${sectionId}`, sectionId }] : []),
    ];
  });
}
