import type { ReactNode } from "react";
import {
  type Control,
  type FieldPathByValue,
  type FieldPathValue,
  type FieldValues,
  useController,
} from "react-hook-form";
import { fieldMessage } from "#/lib/form-errors.ts";
import { Field, type FieldControlProps } from "./field.tsx";

interface ControlledFieldProps<
  Values extends FieldValues,
  Name extends FieldPathByValue<Values, string>,
> {
  control: Control<Values>;
  name: Name;
  label: string;
  hint?: string;
  /** What the value has to be; said when it is not. */
  rule?: string;
  children: (
    props: FieldControlProps & {
      value: FieldPathValue<Values, Name>;
      onValueChange: (value: string) => void;
    },
  ) => ReactNode;
}

/** A field whose control hands over its value and not an event: a select, a combobox. */
export function ControlledField<
  Values extends FieldValues,
  Name extends FieldPathByValue<Values, string>,
>({ control, name, label, hint, rule = "", children }: ControlledFieldProps<Values, Name>) {
  const { field, fieldState } = useController({ control, name });
  return (
    <Field label={label} hint={hint} error={fieldMessage(fieldState.error, rule)}>
      {(props) => children({ ...props, value: field.value, onValueChange: field.onChange })}
    </Field>
  );
}
