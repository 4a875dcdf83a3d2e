import type { Permission } from "@flowdesk/types/permissions";
import { Outlet, useMatches } from "@tanstack/react-router";
import { useOrganization } from "#/lib/organization.tsx";
import { NoPermissionPage } from "./pages/no-permission-page.tsx";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Who does not hold this sees a page that says so; the server refuses by itself. */
    permission?: Permission;
  }
}

/** The page of the address, or one that says that the person may not open it. */
export function PermittedOutlet() {
  const { can } = useOrganization();
  const needed = useMatches({
    select: (matches) => matches.map(({ staticData }) => staticData.permission),
  });
  const missing = needed.find((permission) => permission !== undefined && !can(permission));
  return missing ? <NoPermissionPage permission={missing} /> : <Outlet />;
}
