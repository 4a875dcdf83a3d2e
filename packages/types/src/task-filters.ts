import { z } from "zod";
import { statusCategories, statusKeySchema } from "./projects.ts";
import { taskPriorities } from "./tasks.ts";
import { dateSchema } from "./text.ts";

/*
 * The one filter of all views of tasks. It is written as the parameters of an address, all of them text, and a
 * saved view (`saved_views.query`) holds the same parameters as an object.
 */

export const taskLayouts = ["list", "board", "calendar"] as const;
export type TaskLayout = (typeof taskLayouts)[number];

/** What tasks can be put in order by. `position` is the order by hand, within one status of one project. */
export const taskOrders = ["position", "created", "updated", "due", "priority"] as const;
export type TaskOrder = (typeof taskOrders)[number];

export const orderDirections = ["asc", "desc"] as const;
export type OrderDirection = (typeof orderDirections)[number];

export const taskGroupings = [
  "status",
  "category",
  "priority",
  "assignee",
  "project",
  "due",
  "none",
] as const;
export type TaskGrouping = (typeof taskGroupings)[number];

export const dueKinds = ["overdue", "today", "week", "none"] as const;
export type DueKind = (typeof dueKinds)[number];

// More than this of one kind is no choice but everything.
const maxChoices = 50;

/** Several choices in one parameter, joined by commas. */
function listOf<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .string()
    .transform((text) => [...new Set(text.split(",").filter((each) => each !== ""))])
    .pipe(z.array(item).min(1).max(maxChoices));
}

/** Days from and to, both included; either may be left open: `2026-11-01..2026-11-30`, `..2026-11-30`. */
const dayRangeSchema = z
  .templateLiteral([
    z.union([z.literal(""), z.iso.date()]),
    "..",
    z.union([z.literal(""), z.iso.date()]),
  ])
  .refine((range) => parseDayRange(range) !== undefined, "A day from 1900 to 2999, first to last.");

/** Each parameter as it stands in an address, and what it means once read. */
export const taskFilterSchema = z.object({
  status: listOf(statusKeySchema).exactOptional(),
  /** What a status means, whatever its project calls it: for views across projects. */
  category: listOf(z.enum(statusCategories)).exactOptional(),
  priority: listOf(z.enum(taskPriorities)).exactOptional(),
  assignee: listOf(z.union([z.literal(["me", "none"]), z.uuid()])).exactOptional(),
  reporter: listOf(z.union([z.literal("me"), z.uuid()])).exactOptional(),
  label: listOf(z.uuid()).exactOptional(),
  project: listOf(z.uuid()).exactOptional(),
  due: z.union([z.enum(dueKinds), dayRangeSchema]).exactOptional(),
  /** Words of the title, or the number of a task. */
  q: z.string().trim().min(1).max(200).exactOptional(),
  /** Archived tasks are left out unless they are asked for: these alone, or with the others. */
  archived: z.enum(["only", "with"]).exactOptional(),
  order: z.enum(taskOrders).exactOptional(),
  direction: z.enum(orderDirections).exactOptional(),
  group: z.enum(taskGroupings).exactOptional(),
});

/** What the parameters mean. */
export type TaskFilter = z.output<typeof taskFilterSchema>;
/** The parameters as they stand in an address and in a saved view. */
export type TaskSearch = { [Key in keyof TaskFilter]?: string | undefined };

/** Those that say which tasks, not how they are shown. */
export const narrowingKeys = [
  "status",
  "category",
  "priority",
  "assignee",
  "reporter",
  "label",
  "project",
  "due",
  "q",
  "archived",
] as const satisfies readonly (keyof TaskFilter)[];

/**
 * What the parameters mean. An address is written by hand too, and a view may have been saved by a later version:
 * a parameter that cannot be read is left out, and the others count.
 */
export function readTaskFilter(search: Readonly<Record<string, unknown>>): TaskFilter {
  const readable = Object.entries(taskFilterSchema.shape).filter(
    ([key, schema]) => search[key] !== undefined && schema.safeParse(search[key]).success,
  );
  return taskFilterSchema.parse(Object.fromEntries(readable.map(([key]) => [key, search[key]])));
}

/** The parameters of an address for a filter; reading them again gives the same filter. */
export function writeTaskSearch(filter: TaskFilter): TaskSearch {
  const entries = Object.entries(filter).flatMap(([key, value]) => {
    const text = Array.isArray(value) ? value.join(",") : value;
    return text ? [[key, text]] : [];
  });
  return Object.fromEntries(entries);
}

export interface DayRange {
  from: string | null;
  to: string | null;
}

/** The first and the last day of a range; undefined when it is none, or the last comes before the first. */
export function parseDayRange(range: string): DayRange | undefined {
  const [from = "", to = "", ...rest] = range.split("..");
  if (!range.includes("..") || rest.length > 0 || (!from && !to)) return undefined;
  const days = [from, to].filter((day) => day !== "");
  if (!days.every((day) => dateSchema.safeParse(day).success)) return undefined;
  if (from && to && to < from) return undefined;
  return { from: from || null, to: to || null };
}
