import { projectStatuses } from "@flowdesk/types/projects";
import { z } from "zod";

/** Which projects are listed and in which order, as the address says it. By name where nothing is said. */
export const projectFilterSchema = z.object({
  q: z.string().trim().min(1).max(100).optional(),
  status: z.enum(projectStatuses).optional(),
  lead: z.uuid().optional(),
  archived: z.enum(["no", "only"]).optional(),
  order: z.enum(["newest"]).optional(),
});
export type ProjectFilter = z.infer<typeof projectFilterSchema>;

/** A change of the filter; undefined takes a choice back. */
export type ProjectFilterChange = Partial<Record<keyof ProjectFilter, string | undefined>>;

/** Whether anything is left out. */
export function isNarrowed({ order: _, ...narrowing }: ProjectFilter): boolean {
  return Object.values(narrowing).some((value) => value !== undefined);
}
