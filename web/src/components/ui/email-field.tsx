import type { FieldError, UseFormRegisterReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { fieldMessage } from "#/lib/form-errors.ts";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

interface EmailFieldProps {
  registration: UseFormRegisterReturn;
  error: FieldError | undefined;
  /** "username" for one's own account, "off" for somebody else's address. */
  autoComplete: "username" | "email" | "off";
  autoFocus?: boolean;
  label?: string;
}

/** An e-mail address. */
export function EmailField({
  registration,
  error,
  autoComplete,
  autoFocus = false,
  label,
}: EmailFieldProps) {
  const { t } = useTranslation();
  return (
    <Field label={label ?? t("auth.email")} error={fieldMessage(error, t("validation.email"))}>
      {(control) => (
        <Input
          {...control}
          {...registration}
          type="email"
          autoComplete={autoComplete}
          autoFocus={autoFocus}
        />
      )}
    </Field>
  );
}
