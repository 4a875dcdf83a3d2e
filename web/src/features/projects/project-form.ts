import {
  type ProjectUpdate,
  projectCreateSchema,
  projectUpdateSchema,
} from "@flowdesk/types/projects";
import { z } from "zod";
import type { Project } from "./queries.ts";

/** What a person says of a project, when it is created and later. Dates in order, which the database asks too. */
export const projectFormSchema = projectUpdateSchema
  .pick({
    name: true,
    description: true,
    colour: true,
    status: true,
    visibility: true,
    lead_id: true,
    start_date: true,
    due_date: true,
    client_id: true,
    budget_minutes: true,
  })
  .required()
  .extend({
    // Only of a new project; without one the database makes one of the name.
    key: z.literal("").or(projectCreateSchema.shape.key.unwrap()),
  })
  .refine(({ start_date, due_date }) => !start_date || !due_date || due_date >= start_date, {
    path: ["due_date"],
  });

export type ProjectFormValues = z.infer<typeof projectFormSchema>;

export const emptyProject: ProjectFormValues = {
  name: "",
  key: "",
  description: "",
  colour: "",
  status: "active",
  visibility: "organization",
  lead_id: null,
  start_date: null,
  due_date: null,
  client_id: null,
  budget_minutes: null,
};

/** A project as the form holds it. */
export function valuesOf(project: Project): ProjectFormValues {
  return projectFormSchema.parse({ ...project, key: "" });
}

/** What was edited and nothing else, so that two people who edit different things do not meet. */
export function changesOf(
  values: ProjectFormValues,
  dirty: Partial<Record<keyof ProjectFormValues, unknown>>,
): ProjectUpdate {
  const edited = new Map(Object.entries(dirty).filter(([, isDirty]) => isDirty === true));
  return projectUpdateSchema.parse(
    Object.fromEntries(Object.entries(values).filter(([field]) => edited.has(field))),
  );
}
