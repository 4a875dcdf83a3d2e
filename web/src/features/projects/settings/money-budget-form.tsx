import { projectBudgetCreateSchema } from "@flowdesk/types/rates";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { z } from "zod";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { CurrencySelect } from "#/components/ui/currency-select.tsx";
import { Field } from "#/components/ui/field.tsx";
import { MoneyInput } from "#/components/ui/money-input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import type { Currency } from "#/lib/money.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import { type MoneyBudget, useSetMoneyBudget } from "./budget-queries.ts";

interface MoneyBudgetFormProps {
  project: Project;
  budget: MoneyBudget | null;
  currency: string;
  currencies: readonly Currency[];
  disabled: boolean;
}

const formSchema = z.object({
  amount_minor: projectBudgetCreateSchema.shape.amount_minor.nullable(),
  currency: projectBudgetCreateSchema.shape.currency,
});

/** What the project may cost. An empty amount takes the limit away. */
export function MoneyBudgetForm(props: MoneyBudgetFormProps) {
  const { project, budget, currency, currencies, disabled } = props;
  const { t } = useTranslation();
  const { id } = useOrganization();
  const set = useSetMoneyBudget(id, project.id);
  const form = useForm<z.infer<typeof formSchema>>({
    resolver: zodResolver(formSchema),
    defaultValues: {
      amount_minor: budget?.amount_minor ?? null,
      currency: budget?.currency ?? currency,
    },
  });
  const { errors, isDirty } = form.formState;
  const code = form.watch("currency");
  const chosen = currencies.find((each) => each.code === code) ?? { code, exponent: 2 };

  const submit = form.handleSubmit(async ({ amount_minor, ...rest }) => {
    try {
      await set.mutateAsync({
        seen: budget,
        budget: amount_minor === null ? null : { ...rest, amount_minor },
      });
      toast.success(t("projectSettings.saved"));
    } catch (error) {
      showServerError(error, form.setError, { currency_unknown: "currency" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <div className="grid max-w-sm grid-cols-[minmax(0,1fr)_128px] gap-4">
        <Field
          label={t("projectBudget.amount")}
          hint={disabled ? undefined : t("projectBudget.amountHint")}
          error={fieldMessage(errors.amount_minor, t("rates.amountWrong"))}
        >
          {(control) => (
            <Controller
              control={form.control}
              name="amount_minor"
              render={({ field: { onChange, ...field } }) => (
                <MoneyInput
                  {...control}
                  {...field}
                  disabled={disabled}
                  currency={chosen}
                  onValueChange={onChange}
                />
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
                  disabled={disabled}
                  value={field.value}
                  onValueChange={field.onChange}
                  currencies={currencies}
                />
              )}
            />
          )}
        </Field>
      </div>
      {!disabled && (
        <div>
          <Button type="submit" variant="primary" pending={set.isPending} disabled={!isDirty}>
            {t("common.save")}
          </Button>
        </div>
      )}
    </form>
  );
}
