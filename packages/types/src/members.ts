import { z } from "zod";
import { permissionSchema } from "./permissions.ts";
import { line } from "./text.ts";

/** How a role is named inside the database, and in memberships and invitations. */
export const roleKeySchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

const roleNameSchema = line(60);

/** What a person says of a new role; the database makes its key of the name. */
export const roleCreateSchema = z.object({
  name: roleNameSchema,
  permissions: z.array(permissionSchema).exactOptional(),
});
export type RoleCreate = z.infer<typeof roleCreateSchema>;

/** The new name of a role, built-in or not. */
export const roleUpdateSchema = z.object({ name: roleNameSchema });
export type RoleUpdate = z.infer<typeof roleUpdateSchema>;

/** Whom to invite, with which role: arguments of `invite_member`. The address is stored in lower case. */
export const invitationCreateSchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(255)),
  role: roleKeySchema,
});
export type InvitationCreate = z.infer<typeof invitationCreateSchema>;

export const invitationStatuses = [
  "pending",
  "accepted",
  "declined",
  "revoked",
  "expired",
] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** What an invitation's link carries. */
export const invitationTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
