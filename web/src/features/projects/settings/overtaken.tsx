import type { ParseKeys } from "i18next";
import { useTranslation } from "react-i18next";
import { Callout } from "#/components/ui/callout.tsx";
import type { ProjectFormValues } from "../project-form.ts";
import type { Project } from "../queries.ts";

const labels: Record<keyof ProjectFormValues, ParseKeys> = {
  name: "projects.name",
  key: "projects.key",
  description: "projects.description",
  colour: "projects.colour",
  status: "projects.status",
  visibility: "projects.visibility",
  lead_id: "projects.lead",
  start_date: "projects.startDate",
  due_date: "projects.dueDate",
  client_id: "projects.client",
  budget_minutes: "projects.budget",
};

interface OvertakenProps {
  fields: readonly (keyof ProjectFormValues)[];
  theirs: Project;
}

/** Says which fields somebody else changed while they were being edited here, and to what. */
export function Overtaken({ fields, theirs }: OvertakenProps) {
  const { t } = useTranslation();
  if (fields.length === 0) return undefined;
  return (
    <Callout meaning="warning">
      <p>{t("projectSettings.overtaken")}</p>
      <ul className="mt-1 list-disc pl-4">
        {fields.map((field) => (
          <li key={field} className="break-words">
            {t(labels[field])}
            {isText(field) && <span className="text-muted">{`: ${theirs[field]}`}</span>}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

/** Others are ids and codes, which say nothing to anybody. */
function isText(field: keyof ProjectFormValues): field is "name" | "description" {
  return field === "name" || field === "description";
}
