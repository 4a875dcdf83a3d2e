import { useState } from "react";
import { type Control, Controller, type FieldError } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import { Textarea } from "#/components/ui/textarea.tsx";
import { fieldMessage } from "#/lib/form-errors.ts";
import type { ProjectFormValues } from "../project-form.ts";

interface DescriptionFieldProps {
  control: Control<ProjectFormValues>;
  error: FieldError | undefined;
  disabled?: boolean;
}

/** What the project is about, in Markdown, and how that will look. */
export function DescriptionField({ control, error, disabled = false }: DescriptionFieldProps) {
  const { t } = useTranslation();
  const [isPreview, setPreview] = useState(false);
  return (
    <Controller
      control={control}
      name="description"
      render={({ field: { value, ...field } }) => (
        <Field
          label={t("projects.description")}
          hint={t("projects.descriptionHint")}
          error={fieldMessage(error, t("projects.tooLong"))}
          aside={
            value.trim() && (
              <Button
                variant="ghost"
                size="sm"
                aria-pressed={isPreview}
                onClick={() => setPreview(!isPreview)}
              >
                {isPreview ? t("projects.write") : t("projects.preview")}
              </Button>
            )
          }
        >
          {(props) =>
            isPreview ? (
              <section
                id={props.id}
                aria-label={t("projects.preview")}
                className="min-h-24 rounded-control border border-hairline px-2.5 py-1.5 text-base"
              >
                <Markdown text={value} />
              </section>
            ) : (
              <Textarea
                {...props}
                {...field}
                value={value}
                disabled={disabled}
                className="min-h-24"
              />
            )
          }
        </Field>
      )}
    />
  );
}
