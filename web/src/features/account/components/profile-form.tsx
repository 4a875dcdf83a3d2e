import { profileUpdateSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { ControlledField } from "#/components/ui/controlled-field.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { TimezoneSelect } from "#/components/ui/timezone-select.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { languageNames, languages, setLanguage } from "#/lib/i18n.ts";
import { useUpdateProfile } from "../mutations.ts";
import type { Profile } from "../queries.ts";

const formSchema = profileUpdateSchema
  .pick({ display_name: true, locale: true, timezone: true })
  .required();

/** Name, language and time zone. */
export function ProfileForm({ profile }: { profile: Profile }) {
  const { t, i18n } = useTranslation();
  const update = useUpdateProfile(profile);
  const { display_name, locale, timezone } = profile;
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { display_name, locale, timezone },
  });
  const { errors, isDirty } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values);
      const language = languages.find((known) => known === values.locale);
      if (language) await setLanguage(language);
      // Not the `t` of this render, which speaks the former language.
      toast.success(i18n.t("account.profileSaved"));
    } catch (error) {
      showServerError(error, form.setError, { timezone_unknown: "timezone" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("auth.displayName")}
        error={fieldMessage(errors.display_name, t("validation.name", { maximum: 80 }))}
      >
        {(control) => <Input {...control} {...form.register("display_name")} autoComplete="name" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <ControlledField
          control={form.control}
          name="locale"
          label={t("account.language")}
          hint={t("account.languageHint")}
        >
          {(control) => <Select {...control} options={withCurrent(profile.locale)} />}
        </ControlledField>
        <ControlledField
          control={form.control}
          name="timezone"
          label={t("account.timezone")}
          hint={t("account.timezoneHint")}
          rule={t("errors.timezone_unknown")}
        >
          {(control) => <TimezoneSelect {...control} label={t("account.timezone")} />}
        </ControlledField>
      </div>
      <div>
        <Button type="submit" variant="primary" pending={update.isPending} disabled={!isDirty}>
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}

/** A language that was set elsewhere and that we do not speak stays what it is until it is changed. */
function withCurrent(locale: string) {
  const isKnown = languageNames.some(({ value }) => value === locale);
  return isKnown ? languageNames : [...languageNames, { value: locale, label: locale }];
}
