import { narrowingKeys, readTaskFilter, type TaskFilter } from "@flowdesk/types/task-filters";
import type { FilterField } from "./filter-fields.tsx";

/** How many things a filter is narrowed by. */
export function narrowedBy(filter: TaskFilter): number {
  return narrowingKeys.filter((key) => filter[key] !== undefined).length;
}

/** The filter without what narrows it; order and grouping stay. */
export function withoutNarrowing(filter: TaskFilter): TaskFilter {
  const { order, direction, group } = filter;
  return readTaskFilter({ order, direction, group });
}

/** The filter with other values of one field; none takes it away. */
export function withValues(
  filter: TaskFilter,
  field: FilterField,
  values: readonly string[],
): TaskFilter {
  const { [field.key]: _former, ...rest } = filter;
  if (values.length === 0) return rest;
  return { ...rest, ...readTaskFilter({ [field.key]: values.join(",") }) };
}
