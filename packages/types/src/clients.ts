import { z } from "zod";
import { countrySchema } from "./countries.ts";
import { currencySchema, line, lineOrNothing, localeSchema, text } from "./text.ts";

const nameSchema = line(120);

const clientFields = z.object({
  name: nameSchema.exactOptional(),
  legal_name: lineOrNothing(200).exactOptional(),
  /** One line below the other. */
  address_lines: text(500)
    .regex(/^[\P{Cc}\n]*$/u)
    .exactOptional(),
  postal_code: lineOrNothing(20).exactOptional(),
  city: lineOrNothing(100).exactOptional(),
  region: lineOrNothing(100).exactOptional(),
  country: countrySchema.nullable().exactOptional(),
  vat_id: lineOrNothing(40).exactOptional(),
  tax_number: lineOrNothing(40).exactOptional(),
  currency: currencySchema.exactOptional(),
  locale: localeSchema.exactOptional(),
  payment_terms_days: z.int().min(0).max(365).nullable().exactOptional(),
  notes: text(20_000).exactOptional(),
});

/** What a person says of a new client; without currency and language it gets the organization's. */
export const clientCreateSchema = clientFields.extend({ name: nameSchema });
export type ClientCreate = z.infer<typeof clientCreateSchema>;

export const clientUpdateSchema = clientFields.extend({
  archived_at: z.iso.datetime({ offset: true }).nullable().exactOptional(),
});
export type ClientUpdate = z.infer<typeof clientUpdateSchema>;

const contactFields = z.object({
  name: nameSchema.exactOptional(),
  email: z.email().max(255).nullable().exactOptional(),
  phone: lineOrNothing(40).exactOptional(),
  /** Making somebody the primary contact takes it from the one before. */
  is_primary: z.boolean().exactOptional(),
  /** Needs an address. */
  receives_invoices: z.boolean().exactOptional(),
});

/** What a person says of a new contact at a client. */
export const clientContactCreateSchema = contactFields.extend({ name: nameSchema });
export type ClientContactCreate = z.infer<typeof clientContactCreateSchema>;

export const clientContactUpdateSchema = contactFields;
export type ClientContactUpdate = z.infer<typeof clientContactUpdateSchema>;
