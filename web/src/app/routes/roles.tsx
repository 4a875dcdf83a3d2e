import { RolesPage } from "#/features/members/roles-page.tsx";

export function RolesRoute() {
  return <RolesPage />;
}
