import { z } from "zod";
import { currencySchema, line, localeSchema, text, timezoneSchema } from "./text.ts";

export const plans = ["free", "basic", "premium", "enterprise"] as const;
export type Plan = (typeof plans)[number];

/** The organization's part of web addresses, as stored. `create_organization` makes one of any text. */
export const slugSchema = z
  .string()
  .max(48)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Arguments of `create_organization`. */
export const organizationCreateSchema = z.object({
  name: line(100),
  slug: z.string().max(200).exactOptional(),
  currency: currencySchema.exactOptional(),
  timezone: timezoneSchema.exactOptional(),
  locale: localeSchema.exactOptional(),
});
export type OrganizationCreate = z.infer<typeof organizationCreateSchema>;

export const organizationUpdateSchema = z.object({
  name: line(100).exactOptional(),
  slug: slugSchema.exactOptional(),
  currency: currencySchema.exactOptional(),
  timezone: timezoneSchema.exactOptional(),
  locale: localeSchema.exactOptional(),
  logo_path: z.string().min(1).max(500).nullable().exactOptional(),
});
export type OrganizationUpdate = z.infer<typeof organizationUpdateSchema>;

/** An owner's wish for another plan: arguments of `request_plan`. */
export const planRequestSchema = z.object({
  plan: z.enum(plans),
  note: text(2000).exactOptional(),
});
export type PlanRequest = z.infer<typeof planRequestSchema>;

/** What plans limit. */
export const limitedResources = ["projects", "tasks", "members"] as const;
export type LimitedResource = (typeof limitedResources)[number];

/** The `details` of `plan_limit_reached`, once parsed as JSON. */
export const planLimitSchema = z.object({
  resource: z.enum(limitedResources),
  limit: z.int(),
  usage: z.int(),
});
export type PlanLimit = z.infer<typeof planLimitSchema>;
