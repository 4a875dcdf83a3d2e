import { z } from "zod";
import { statusKeySchema } from "./projects.ts";
import { dateSchema, line, positionSchema, text } from "./text.ts";

/** From least to most; `priority_rank` is the index in this list. */
export const taskPriorities = ["none", "low", "medium", "high", "urgent"] as const;
export type TaskPriority = (typeof taskPriorities)[number];

const titleSchema = line(300);

const taskFields = z.object({
  title: titleSchema.exactOptional(),
  description: text(50_000).exactOptional(),
  status: statusKeySchema.exactOptional(),
  priority: z.enum(taskPriorities).exactOptional(),
  assignee_id: z.uuid().nullable().exactOptional(),
  parent_id: z.uuid().nullable().exactOptional(),
  start_date: dateSchema.nullable().exactOptional(),
  due_date: dateSchema.nullable().exactOptional(),
  estimate_minutes: z.int().min(1).max(600_000).nullable().exactOptional(),
  position: positionSchema.exactOptional(),
});

/** What a person says of a new task; without a status the project's first, without a position the end of its column. */
export const taskCreateSchema = taskFields.extend({ title: titleSchema });
export type TaskCreate = z.infer<typeof taskCreateSchema>;

export const taskUpdateSchema = taskFields.extend({
  archived_at: z.iso.datetime({ offset: true }).nullable().exactOptional(),
});
export type TaskUpdate = z.infer<typeof taskUpdateSchema>;

/** Who is to hear of a task; the database knows the task's project. */
export const taskWatcherCreateSchema = z.object({ task_id: z.uuid(), user_id: z.uuid() });
export type TaskWatcherCreate = z.infer<typeof taskWatcherCreateSchema>;

/** What a task waits for, in any project of the organization. */
export const taskDependencyCreateSchema = z.object({ task_id: z.uuid(), depends_on_id: z.uuid() });
export type TaskDependencyCreate = z.infer<typeof taskDependencyCreateSchema>;

/** Arguments of `move_task`: a column, and the neighbour to stand directly after or else before. */
export const taskMoveSchema = z.object({
  task_id: z.uuid(),
  status: statusKeySchema.exactOptional(),
  before_id: z.uuid().exactOptional(),
  after_id: z.uuid().exactOptional(),
  version: z.int().exactOptional(),
});
export type TaskMove = z.infer<typeof taskMoveSchema>;
