import type { Permission } from "@flowdesk/types/permissions";
import { useSyncExternalStore } from "react";

interface RolePreview {
  org: string;
  name: string;
  permissions: ReadonlySet<Permission>;
}

let current: RolePreview | undefined;
const listeners = new Set<() => void>();

/**
 * Shows the organization's pages as somebody with the role would see them, until stopped or reloaded. Only
 * the interface: the server still answers by what the person themselves may do.
 */
export function previewRole(
  org: string,
  role: { name: string; permissions: readonly Permission[] },
): void {
  set({ org, name: role.name, permissions: new Set(role.permissions) });
}

/** Back to one's own eyes. */
export function stopPreview(): void {
  set(undefined);
}

/** The preview of this organization, if there is one. */
export function useRolePreview(org: string): RolePreview | undefined {
  const preview = useSyncExternalStore(subscribe, () => current);
  return preview?.org === org ? preview : undefined;
}

function set(preview: RolePreview | undefined): void {
  current = preview;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
