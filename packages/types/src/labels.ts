import { z } from "zod";
import { colourSchema, line } from "./text.ts";

const nameSchema = line(60);

/** What a person says of a new label of the organization. */
export const labelCreateSchema = z.object({
  name: nameSchema,
  colour: colourSchema.exactOptional(),
});
export type LabelCreate = z.infer<typeof labelCreateSchema>;

export const labelUpdateSchema = z.object({
  name: nameSchema.exactOptional(),
  colour: colourSchema.exactOptional(),
});
export type LabelUpdate = z.infer<typeof labelUpdateSchema>;

/** A label to put on a task; the database knows the task's project. */
export const taskLabelCreateSchema = z.object({ task_id: z.uuid(), label_id: z.uuid() });
export type TaskLabelCreate = z.infer<typeof taskLabelCreateSchema>;
