import { organizationUpdateSchema } from "@flowdesk/types/organizations";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { ControlledField } from "#/components/ui/controlled-field.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { TimezoneSelect } from "#/components/ui/timezone-select.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useUpdateOrganization } from "../mutations.ts";
import type { OrganizationSettings } from "../queries.ts";
import { currencyOptions, localeOptions } from "./regional-options.ts";

interface OrganizationFormProps {
  settings: OrganizationSettings;
  disabled: boolean;
  onMoved: (slug: string) => void;
}

const formSchema = organizationUpdateSchema
  .pick({ name: true, slug: true, locale: true, currency: true, timezone: true })
  .required();

/** Name, address and the region that money and days are counted in. */
export function OrganizationForm({ settings, disabled, onMoved }: OrganizationFormProps) {
  const { t, i18n } = useTranslation();
  const update = useUpdateOrganization(settings);
  const { name, slug, locale, currency, timezone } = settings;
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name, slug, locale, currency, timezone },
  });
  const { errors, isDirty } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      const saved = await update.mutateAsync(values);
      toast.success(t("settings.saved"));
      if (saved.slug !== slug) onMoved(saved.slug);
    } catch (error) {
      const fields = {
        slug_taken: "slug",
        slug_reserved: "slug",
        timezone_unknown: "timezone",
        currency_unknown: "currency",
      } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("organization.name")}
        error={fieldMessage(errors.name, t("validation.name", { maximum: 100 }))}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("name")}
            disabled={disabled}
            autoComplete="organization"
          />
        )}
      </Field>
      <Field
        label={t("settings.slug")}
        hint={t("settings.slugHint", {
          address: `${window.location.host}/o/${form.watch("slug")}`,
        })}
        error={fieldMessage(errors.slug, t("validation.slug"))}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("slug", {
              setValueAs: (value: string) => value.trim().toLowerCase(),
            })}
            disabled={disabled}
            autoComplete="off"
            spellCheck={false}
            maxLength={48}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <ControlledField
          control={form.control}
          name="locale"
          label={t("settings.locale")}
          hint={t("settings.localeHint")}
        >
          {(control) => (
            <Select
              {...control}
              disabled={disabled}
              options={localeOptions(locale, i18n.language)}
            />
          )}
        </ControlledField>
        <ControlledField
          control={form.control}
          name="currency"
          label={t("settings.currency")}
          hint={t("settings.currencyHint")}
          rule={t("errors.currency_unknown")}
        >
          {(control) => (
            <Combobox
              {...control}
              label={t("settings.currency")}
              disabled={disabled}
              options={currencyOptions(currency, i18n.language)}
            />
          )}
        </ControlledField>
        <ControlledField
          control={form.control}
          name="timezone"
          label={t("account.timezone")}
          hint={t("settings.timezoneHint")}
          rule={t("errors.timezone_unknown")}
        >
          {(control) => (
            <TimezoneSelect {...control} label={t("account.timezone")} disabled={disabled} />
          )}
        </ControlledField>
      </div>
      {!disabled && (
        <div>
          <Button type="submit" variant="primary" pending={update.isPending} disabled={!isDirty}>
            {t("common.save")}
          </Button>
        </div>
      )}
    </form>
  );
}
