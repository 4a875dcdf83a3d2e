import type { Permission } from "@flowdesk/types/permissions";
import { createContext, type ReactNode, useContext } from "react";

/** The organization whose pages are shown, and what the person may do in it. */
export interface CurrentOrganization {
  id: string;
  name: string;
  slug: string;
  /** Shapes the interface only; row-level security decides. */
  can: (permission: Permission) => boolean;
}

const OrganizationContext = createContext<CurrentOrganization | undefined>(undefined);

/** Everything below `/o/<slug>` stands inside this. */
export function OrganizationProvider({
  organization,
  children,
}: {
  organization: CurrentOrganization;
  children: ReactNode;
}) {
  return <OrganizationContext value={organization}>{children}</OrganizationContext>;
}

/** The organization of the page. */
export function useOrganization(): CurrentOrganization {
  const organization = useContext(OrganizationContext);
  if (!organization) throw new Error("useOrganization is for pages below /o/<slug>.");
  return organization;
}

/** The name of the organization of the page; undefined on pages outside of any. */
export function useOrganizationName(): string | undefined {
  return useContext(OrganizationContext)?.name;
}

/** Whether something stands in the frame of an organization, which has the page's main landmark. */
export function useIsInOrganization(): boolean {
  return useContext(OrganizationContext) !== undefined;
}
