import { z } from "zod";
import { statusCategories, statusKeySchema } from "./projects.ts";
import { taskPriorities } from "./tasks.ts";

const count = z.int().nonnegative();
const share = { total: count, open: count, completed: count };

/** What `task_statistics` answers: tasks that the caller sees, without archived ones and archived projects. */
export const taskStatisticsSchema = z.object({
  total: count,
  open: count,
  completed: count,
  /** Open after its due date, by the organization's calendar. */
  overdue: count,
  /** Open and due from today to seven days ahead. */
  due_soon: count,
  /** Open and nobody's. */
  unassigned: count,
  /** One for each key and category; projects may call it differently, so the name is one of theirs. */
  by_status: z.array(
    z.object({
      status: statusKeySchema,
      category: z.enum(statusCategories),
      name: z.string(),
      total: count,
    }),
  ),
  by_project: z.array(z.object({ project_id: z.uuid(), ...share })),
  by_assignee: z.array(z.object({ assignee_id: z.uuid().nullable(), ...share })),
  by_priority: z.array(z.object({ priority: z.enum(taskPriorities), ...share })),
});
export type TaskStatistics = z.infer<typeof taskStatisticsSchema>;
