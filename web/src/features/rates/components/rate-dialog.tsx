import { rateCreateSchema } from "@flowdesk/types/rates";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { z } from "zod";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { CurrencySelect } from "#/components/ui/currency-select.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { MoneyInput } from "#/components/ui/money-input.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import type { Currency } from "#/lib/money.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Rate, useCreateRate, useUpdateRate } from "../queries.ts";
import { always } from "../rate-order.ts";

interface RateDialogProps {
  /** The rate that is changed; absent for a new one. */
  rate: Rate | undefined;
  currencies: readonly Currency[];
  currency: string;
  members: readonly { id: string; name: string }[];
  projects: readonly { id: string; key: string; name: string; colour: string }[];
  onClose: () => void;
}

const formSchema = z.object({
  project_id: z.uuid().nullable(),
  user_id: z.uuid().nullable(),
  amount_minor: rateCreateSchema.shape.amount_minor.nullable().refine((amount) => amount !== null),
  currency: rateCreateSchema.shape.currency,
  /** Null is always. */
  valid_from: z.iso.date().nullable(),
});

// A list of choices knows no null.
const any = "any";

/** Whose hour, on what, from when on, and how much. Whose it is cannot be changed: that is another rate. */
export function RateDialog(props: RateDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={props.rate ? t("rates.edit") : t("rates.add")}
      closeLabel={t("common.close")}
    >
      <RateFields {...props} />
    </Dialog>
  );
}

function RateFields({ rate, currencies, currency, members, projects, onClose }: RateDialogProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const create = useCreateRate(id);
  const update = useUpdateRate(id);
  const form = useForm<z.input<typeof formSchema>, unknown, z.infer<typeof formSchema>>({
    resolver: zodResolver(formSchema),
    defaultValues: {
      project_id: rate?.project_id ?? null,
      user_id: rate?.user_id ?? null,
      amount_minor: rate?.amount_minor ?? null,
      currency: rate?.currency ?? currency,
      valid_from: rate && rate.valid_from !== always ? rate.valid_from : null,
    },
  });
  const { errors } = form.formState;
  const code = form.watch("currency");
  const chosen = currencies.find((each) => each.code === code) ?? { code, exponent: 2 };

  const submit = form.handleSubmit(async ({ project_id, user_id, amount_minor, ...rest }) => {
    const values = { ...rest, amount_minor, valid_from: rest.valid_from ?? always };
    try {
      if (rate) await update.mutateAsync({ rate, changes: values });
      else await create.mutateAsync({ ...values, project_id, user_id });
      toast.success(t("rates.saved"));
      onClose();
    } catch (error) {
      const fields = {
        already_exists: "valid_from",
        currency_unknown: "currency",
        project_archived: "project_id",
      } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("rates.project")}
        error={fieldMessage(errors.project_id, t("validation.required"))}
      >
        {(control) => (
          <Controller
            control={form.control}
            name="project_id"
            render={({ field }) => (
              <Combobox
                {...control}
                label={t("rates.project")}
                disabled={rate !== undefined}
                value={field.value ?? any}
                onValueChange={(value) => field.onChange(value === any ? null : value)}
                options={[
                  { value: any, label: t("rates.anyProject") },
                  ...projects.map(({ id: projectId, name, key, colour }) => ({
                    value: projectId,
                    label: name,
                    keywords: [key],
                    icon: <ProjectMark colour={colour} />,
                  })),
                ]}
              />
            )}
          />
        )}
      </Field>
      <Field label={t("rates.person")}>
        {(control) => (
          <Controller
            control={form.control}
            name="user_id"
            render={({ field }) => (
              <Combobox
                {...control}
                label={t("rates.person")}
                disabled={rate !== undefined}
                value={field.value ?? any}
                onValueChange={(value) => field.onChange(value === any ? null : value)}
                placeholder={rate?.profiles?.display_name ?? t("rates.anybody")}
                options={[
                  { value: any, label: t("rates.anybody") },
                  ...members.map(({ id: userId, name }) => ({
                    value: userId,
                    label: name,
                    icon: <Avatar name={name} size="sm" decorative />,
                  })),
                ]}
              />
            )}
          />
        )}
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_128px] gap-4">
        <Field
          label={t("rates.hour")}
          error={fieldMessage(errors.amount_minor, t("rates.amountWrong"))}
        >
          {(control) => (
            <Controller
              control={form.control}
              name="amount_minor"
              render={({ field: { onChange, ...field } }) => (
                <MoneyInput {...control} {...field} currency={chosen} onValueChange={onChange} />
              )}
            />
          )}
        </Field>
        <Field
          label={t("settings.currency")}
          error={fieldMessage(errors.currency, t("errors.currency_unknown"))}
        >
          {(control) => (
            <Controller
              control={form.control}
              name="currency"
              render={({ field }) => (
                <CurrencySelect
                  {...control}
                  label={t("settings.currency")}
                  value={field.value}
                  onValueChange={field.onChange}
                  currencies={currencies}
                />
              )}
            />
          )}
        </Field>
      </div>
      <Field
        label={t("rates.from")}
        hint={t("rates.fromHint")}
        error={fieldMessage(errors.valid_from, t("validation.required"))}
      >
        {(control) => (
          <Controller
            control={form.control}
            name="valid_from"
            render={({ field }) => (
              <DatePicker
                {...control}
                label={t("rates.from")}
                placeholder={t("rates.always")}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={create.isPending || update.isPending}>
          {rate ? t("common.save") : t("rates.add")}
        </Button>
      </div>
    </form>
  );
}
