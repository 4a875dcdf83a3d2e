import { z } from "zod";
import { text } from "./text.ts";

/** How long a finished entry may last, and what a forgotten timer gets. */
export const longestEntryHours = 24;

const momentSchema = z.iso.datetime({ offset: true }).refine((moment) => {
  const time = Date.parse(moment);
  return time >= Date.parse("1900-01-01T00:00:00Z") && time <= Date.parse("2999-12-31T00:00:00Z");
}, "A moment from 1900 to 2999.");

const fields = z.object({
  project_id: z.uuid().exactOptional(),
  task_id: z.uuid().nullable().exactOptional(),
  description: text(2_000).exactOptional(),
  started_at: momentSchema.exactOptional(),
  ended_at: momentSchema.exactOptional(),
  is_billable: z.boolean().exactOptional(),
});

function lastsADayAtMost(entry: {
  started_at?: string | undefined;
  ended_at?: string | undefined;
}): boolean {
  if (entry.started_at === undefined || entry.ended_at === undefined) return true;
  const hours = (Date.parse(entry.ended_at) - Date.parse(entry.started_at)) / 3_600_000;
  return hours >= 0 && hours <= longestEntryHours;
}

const lengthMessage = { path: ["ended_at"], error: "It ends within a day of its beginning." };

/** What a person says of work that is done, on a project or one of its tasks; of others' with `time.manage`. */
export const timeEntryCreateSchema = fields
  .extend({ started_at: momentSchema, ended_at: momentSchema, user_id: z.uuid().exactOptional() })
  .refine(({ project_id, task_id }) => project_id || task_id, {
    path: ["project_id"],
    error: "A project or a task.",
  })
  .refine(lastsADayAtMost, lengthMessage);
export type TimeEntryCreate = z.infer<typeof timeEntryCreateSchema>;

export const timeEntryUpdateSchema = fields.refine(lastsADayAtMost, lengthMessage);
export type TimeEntryUpdate = z.infer<typeof timeEntryUpdateSchema>;

/** What a timer starts with. The one that runs stops at the same instant. */
export const timerStartSchema = fields.omit({ started_at: true, ended_at: true }).extend({
  task_id: z.uuid().exactOptional(),
});
export type TimerStart = z.infer<typeof timerStartSchema>;

/** `details` of the error `time_overlap`. */
export const timeOverlapSchema = z.object({
  started_at: z.iso.datetime({ offset: true }),
  ended_at: z.iso.datetime({ offset: true }),
});
