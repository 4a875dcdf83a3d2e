import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useAddDomain } from "../domain-queries.ts";

// Any alphabet: the database brings it into the spelling of DNS and judges it.
const formSchema = z.object({
  hostname: z
    .string()
    .trim()
    .toLowerCase()
    .transform((value) => value.replace(/^https?:\/\//, "").replace(/\/.*$/, ""))
    .pipe(z.string().regex(/^[^\s/.]+(\.[^\s/.]+)+$/)),
});

/** Claims a hostname. */
export function AddDomainForm() {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const add = useAddDomain(id);
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { hostname: "" } });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ hostname }) => {
    try {
      await add.mutateAsync(hostname);
      form.reset();
    } catch (error) {
      const fields = {
        hostname_taken: "hostname",
        already_exists: "hostname",
        hostname_invalid: "hostname",
      } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("domains.hostname")}
        error={fieldMessage(errors.hostname, t("validation.hostname"))}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              {...form.register("hostname")}
              autoComplete="off"
              spellCheck={false}
              inputMode="url"
              placeholder="desk.example.com"
            />
            <Button type="submit" variant="primary" pending={add.isPending}>
              {t("domains.add")}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
