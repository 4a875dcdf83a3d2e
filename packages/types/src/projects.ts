import { z } from "zod";
import { colourSchema, dateSchema, line, positionSchema, text } from "./text.ts";

export const projectStatuses = ["planned", "active", "on_hold", "completed", "cancelled"] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

export const projectVisibilities = ["organization", "private"] as const;
export type ProjectVisibility = (typeof projectVisibilities)[number];

/** What a stage of a project's work means, whatever the project calls it. */
export const statusCategories = ["todo", "in_progress", "done"] as const;
export type StatusCategory = (typeof statusCategories)[number];

/** The key of a status every project is born with; a project may have others. */
export const seededStatuses = ["todo", "in_progress", "review", "done"] as const;

/** How a status is named inside the database, and in the tasks that are in it. */
export const statusKeySchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

const wipLimitSchema = z.int().min(1).max(999).nullable();

const nameSchema = line(120);

const projectFields = z.object({
  name: nameSchema.exactOptional(),
  description: text(20_000).exactOptional(),
  colour: colourSchema.exactOptional(),
  status: z.enum(projectStatuses).exactOptional(),
  visibility: z.enum(projectVisibilities).exactOptional(),
  lead_id: z.uuid().nullable().exactOptional(),
  client_id: z.uuid().nullable().exactOptional(),
  budget_minutes: z.int().min(1).max(60_000_000).nullable().exactOptional(),
  start_date: dateSchema.nullable().exactOptional(),
  due_date: dateSchema.nullable().exactOptional(),
});

/** What a person says of a new project; without a key the database makes one of the name. */
export const projectCreateSchema = projectFields.extend({
  name: nameSchema,
  key: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,9}$/)
    .exactOptional(),
});
export type ProjectCreate = z.infer<typeof projectCreateSchema>;

export const projectUpdateSchema = projectFields.extend({
  archived_at: z.iso.datetime({ offset: true }).nullable().exactOptional(),
});
export type ProjectUpdate = z.infer<typeof projectUpdateSchema>;

const statusNameSchema = line(60);

/** What a person says of a new status of a project. */
export const projectStatusCreateSchema = z.object({
  key: statusKeySchema,
  name: statusNameSchema,
  category: z.enum(statusCategories),
  position: positionSchema,
  wip_limit: wipLimitSchema.exactOptional(),
});
export type ProjectStatusCreate = z.infer<typeof projectStatusCreateSchema>;

export const projectStatusUpdateSchema = z.object({
  name: statusNameSchema.exactOptional(),
  category: z.enum(statusCategories).exactOptional(),
  position: positionSchema.exactOptional(),
  wip_limit: wipLimitSchema.exactOptional(),
});
export type ProjectStatusUpdate = z.infer<typeof projectStatusUpdateSchema>;

/** A way that tasks of a project may go. */
export const statusTransitionCreateSchema = z.object({
  from_status: statusKeySchema,
  to_status: statusKeySchema,
});
export type StatusTransitionCreate = z.infer<typeof statusTransitionCreateSchema>;
