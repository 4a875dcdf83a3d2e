import { z } from "zod";
import { currencySchema, dateSchema } from "./text.ts";

/** For an hour, in minor units of the currency. */
const hourlySchema = z.int().min(0).max(100_000_000_000);

/** What an hour costs from a day on: everybody's, a member's, on a project, or a member's on a project. */
export const rateCreateSchema = z.object({
  project_id: z.uuid().nullable().exactOptional(),
  user_id: z.uuid().nullable().exactOptional(),
  amount_minor: hourlySchema,
  currency: currencySchema,
  valid_from: dateSchema.exactOptional(),
});
export type RateCreate = z.infer<typeof rateCreateSchema>;

export const rateUpdateSchema = z.object({
  amount_minor: hourlySchema.exactOptional(),
  currency: currencySchema.exactOptional(),
  valid_from: dateSchema.exactOptional(),
});
export type RateUpdate = z.infer<typeof rateUpdateSchema>;

const budgetSchema = z.int().min(1).max(1_000_000_000_000_000);

/** What a project may cost, in minor units of the currency. */
export const projectBudgetCreateSchema = z.object({
  amount_minor: budgetSchema,
  currency: currencySchema,
});
export type ProjectBudgetCreate = z.infer<typeof projectBudgetCreateSchema>;

export const projectBudgetUpdateSchema = z.object({
  amount_minor: budgetSchema.exactOptional(),
  currency: currencySchema.exactOptional(),
});
export type ProjectBudgetUpdate = z.infer<typeof projectBudgetUpdateSchema>;
