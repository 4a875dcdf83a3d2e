import { z } from "zod";

/**
 * What a person types as the hostname of their organization, in any alphabet and case. The database keeps the
 * lower-case ASCII that browsers send, and refuses what DNS could not hold.
 */
export const hostnameSchema = z
  .string()
  .trim()
  .max(243)
  .regex(/^[^\s/@:*?#[\]]+(\.[^\s/@:*?#[\]]+)+\.?$/);

/** What a person says of a hostname that they claim. */
export const domainCreateSchema = z.object({ hostname: hostnameSchema });
export type DomainCreate = z.infer<typeof domainCreateSchema>;

/** Where the TXT record stands whose text is the claim's `verification_token`. */
export function verificationRecordName(hostname: string): string {
  return `_flowdesk.${hostname}`;
}
