import { z } from "zod";

/** What a role can allow; the same list, in the same order, as the table `permissions`. */
export const permissions = [
  "organization.read",
  "organization.update",
  "organization.delete",
  "members.invite",
  "members.manage",
  "roles.manage",
  "domains.manage",
  "projects.read",
  "projects.read_private",
  "projects.write",
  "projects.delete",
  "tasks.read",
  "tasks.create",
  "tasks.write",
  "tasks.write_own",
  "tasks.delete",
  "comments.write",
  "comments.moderate",
  "files.write",
  "time.track",
  "time.manage",
  "rates.read",
  "rates.manage",
  "clients.read",
  "clients.write",
  "invoices.read",
  "invoices.write",
  "invoices.issue",
  "invoices.credit",
  "payments.write",
  "billing.manage",
  "analytics.read",
  "audit.read",
  "jobs.read",
  "keys.manage",
  "webhooks.manage",
  "integrations.manage",
  "organization.export",
] as const;

export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;

/** The roles every organization is born with, most powerful first. It may add others and rename these. */
export const builtinRoles = ["owner", "admin", "manager", "member", "viewer"] as const;

export type BuiltinRole = (typeof builtinRoles)[number];

const member = [
  "organization.read",
  "projects.read",
  "tasks.read",
  "tasks.create",
  "tasks.write_own",
  "comments.write",
  "files.write",
  "time.track",
] as const satisfies readonly Permission[];

const manager = [
  ...member,
  "members.invite",
  "projects.write",
  "tasks.write",
  "tasks.delete",
  "comments.moderate",
  "time.manage",
  "clients.read",
  "clients.write",
  "invoices.read",
  "invoices.write",
  "analytics.read",
] as const satisfies readonly Permission[];

const ownerOnly: readonly Permission[] = ["organization.delete", "organization.export"];

/** What each built-in role holds in a new organization; afterwards the database knows better. */
export const defaultPermissions: Readonly<Record<BuiltinRole, ReadonlySet<Permission>>> = {
  owner: new Set(permissions),
  admin: new Set(permissions.filter((permission) => !ownerOnly.includes(permission))),
  manager: new Set(manager),
  member: new Set(member),
  viewer: new Set<Permission>(["organization.read", "projects.read", "tasks.read"]),
};
