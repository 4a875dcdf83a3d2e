import { z } from "zod";
import { taskLayouts } from "./task-filters.ts";
import { line } from "./text.ts";

type Json = z.infer<ReturnType<typeof z.json>>;

/** How many bytes PostgreSQL writes it with, which puts a blank behind each comma and colon between values. */
function storedBytes(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).length + countBlanks(value);
}

function countBlanks(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  const isList = Array.isArray(value);
  const inner = Object.values(value);
  const commas = Math.max(inner.length - 1, 0);
  const colons = isList ? 0 : inner.length;
  return inner.reduce<number>((sum, each) => sum + countBlanks(each), commas + colons);
}

/** The parameters of `taskFilterSchema` as an address has them; at most 8 kB. What they mean, the client says. */
const querySchema = z
  .record(z.string(), z.json())
  .refine((query) => storedBytes(query) <= 8192, "At most 8 kB");

const nameSchema = line(60);

const viewFields = z.object({
  name: nameSchema.exactOptional(),
  layout: z.enum(taskLayouts).exactOptional(),
  query: querySchema.exactOptional(),
  is_shared: z.boolean().exactOptional(),
});

/** What a person keeps under a name; without a project it looks across all of them. */
export const savedViewCreateSchema = viewFields.extend({
  name: nameSchema,
  project_id: z.uuid().nullable().exactOptional(),
});
export type SavedViewCreate = z.infer<typeof savedViewCreateSchema>;

export const savedViewUpdateSchema = viewFields;
export type SavedViewUpdate = z.infer<typeof savedViewUpdateSchema>;
