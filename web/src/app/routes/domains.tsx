import { DomainsPage } from "#/features/organizations/domains-page.tsx";

export function DomainsRoute() {
  return <DomainsPage />;
}
