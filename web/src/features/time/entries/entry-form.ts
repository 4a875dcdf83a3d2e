import { type TimeEntryCreate, timeEntryCreateSchema } from "@flowdesk/types/time";
import { z } from "zod";
import { clockOf, minutesOfClock } from "#/lib/clock.ts";
import { dayIn, minutesIn, momentIn } from "#/lib/zoned.ts";
import type { TimeEntry } from "../queries.ts";

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** An entry as the dialog holds it: a day, a beginning and how long, by the clocks of the organization. */
export const entryFormSchema = z.object({
  user_id: z.uuid(),
  project_id: z.uuid(),
  task_id: z.uuid().nullable(),
  description: timeEntryCreateSchema.shape.description.unwrap(),
  day: z.iso.date(),
  from: timeSchema,
  /** Null while the timer runs. */
  minutes: z
    .int()
    .min(1)
    .max(24 * 60)
    .nullable(),
  is_billable: z.boolean(),
});
export type EntryForm = z.infer<typeof entryFormSchema>;

/** An entry to be changed. */
export function formOf(entry: TimeEntry, timezone: string): EntryForm {
  const { user_id, project_id, task_id, description, is_billable, started_at, ended_at } = entry;
  const start = new Date(started_at);
  return {
    user_id,
    project_id,
    task_id,
    description,
    is_billable,
    day: dayIn(start, timezone),
    from: clockOf(minutesIn(start, timezone)),
    minutes:
      ended_at === null ? null : Math.round((Date.parse(ended_at) - start.getTime()) / 60_000),
  };
}

/** Which moments the form means. */
export function spanOfForm(
  { day, from, minutes }: Pick<EntryForm, "day" | "from" | "minutes">,
  timezone: string,
): Pick<TimeEntryCreate, "started_at"> & { ended_at: string | undefined } {
  const start = momentIn(day, minutesOfClock(from), timezone);
  const end = minutes === null ? undefined : new Date(start.getTime() + minutes * 60_000);
  return { started_at: start.toISOString(), ended_at: end?.toISOString() };
}

/** An hour that has just ended, in whole quarters, on nothing yet. */
export function newEntry(userId: string, timezone: string, now = new Date()): EntryForm {
  const end = Math.max(60, Math.floor(minutesIn(now, timezone) / 15) * 15);
  return {
    user_id: userId,
    project_id: "",
    task_id: null,
    description: "",
    day: dayIn(now, timezone),
    from: clockOf(end - 60),
    minutes: 60,
    is_billable: true,
  };
}
