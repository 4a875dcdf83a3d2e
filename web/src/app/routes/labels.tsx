import { LabelsPage } from "#/features/labels/labels-page.tsx";

export function LabelsRoute() {
  return <LabelsPage />;
}
