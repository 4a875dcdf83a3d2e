import { PlanPage } from "#/features/organizations/plan-page.tsx";

export function PlanRoute() {
  return <PlanPage />;
}
