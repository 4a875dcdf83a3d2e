import { Globe, Lock } from "lucide-react";
import { type Control, Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Field } from "#/components/ui/field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { ProjectFormValues } from "../project-form.ts";

/** Whether everybody sees a new project. */
export function VisibilityField({ control }: { control: Control<ProjectFormValues> }) {
  const { t } = useTranslation();
  const { name } = useOrganization();
  return (
    <Field label={t("projects.visibility")}>
      {(props) => (
        <Controller
          control={control}
          name="visibility"
          render={({ field }) => (
            <Select
              {...props}
              value={field.value}
              onValueChange={field.onChange}
              options={[
                {
                  value: "organization",
                  label: t("projects.visibilityOrganization", { organization: name }),
                  icon: <Globe className="size-4 text-muted" aria-hidden />,
                },
                {
                  value: "private",
                  label: t("projects.visibilityPrivate"),
                  icon: <Lock className="size-4 text-muted" aria-hidden />,
                },
              ]}
            />
          )}
        />
      )}
    </Field>
  );
}
