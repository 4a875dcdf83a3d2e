import { Controller, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { DurationInput } from "#/components/ui/duration-input.tsx";
import { Field } from "#/components/ui/field.tsx";
import { TimeInput } from "#/components/ui/time-input.tsx";
import { clockOf, minutesOfClock, parseClock } from "#/lib/clock.ts";
import { fieldMessage } from "#/lib/form-errors.ts";
import type { EntryForm } from "./entry-form.ts";

const dayMinutes = 24 * 60;

/** When: the day, from, to and how long. Of the last two either may be given; one follows the other. */
export function SpanFields({ form }: { form: UseFormReturn<EntryForm> }) {
  const { t } = useTranslation();
  const { errors } = form.formState;
  const from = form.watch("from");
  const minutes = form.watch("minutes");
  const isRunning = minutes === null && form.formState.defaultValues?.minutes === null;
  const start = parseClock(from);
  const end = minutesOfClock(start ?? "00:00") + (minutes ?? 0);

  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("time.day")} error={fieldMessage(errors.day, t("validation.required"))}>
          {(control) => (
            <Controller
              control={form.control}
              name="day"
              render={({ field }) => (
                <DatePicker
                  {...control}
                  label={t("time.day")}
                  required
                  value={field.value}
                  onChange={field.onChange}
                />
              )}
            />
          )}
        </Field>
        {!isRunning && (
          <Field
            label={t("time.duration")}
            hint={t("time.durationHint")}
            error={fieldMessage(errors.minutes, t("time.durationWrong"))}
          >
            {(control) => (
              <Controller
                control={form.control}
                name="minutes"
                render={({ field: { onChange, ...field } }) => (
                  <DurationInput {...control} {...field} onValueChange={onChange} />
                )}
              />
            )}
          </Field>
        )}
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("time.from")} error={fieldMessage(errors.from, t("time.timeWrong"))}>
          {(control) => (
            <Controller
              control={form.control}
              name="from"
              render={({ field: { onChange, ...field } }) => (
                <TimeInput {...control} {...field} onValueChange={onChange} />
              )}
            />
          )}
        </Field>
        {!isRunning && (
          <Field label={t("time.to")} hint={end > dayMinutes ? t("time.nextDay") : undefined}>
            {(control) => (
              <TimeInput
                {...control}
                value={minutes === null || Number.isNaN(minutes) ? "" : clockOf(end)}
                onValueChange={(typed) => {
                  const to = parseClock(typed);
                  if (to === undefined) return;
                  const length = minutesOfClock(to) - minutesOfClock(start ?? "00:00");
                  form.setValue("minutes", length > 0 ? length : length + dayMinutes, {
                    shouldValidate: errors.minutes !== undefined,
                  });
                }}
              />
            )}
          </Field>
        )}
      </div>
    </>
  );
}
