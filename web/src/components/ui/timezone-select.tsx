import { useMemo } from "react";
import { Combobox } from "./combobox.tsx";
import type { FieldControlProps } from "./field.tsx";

interface TimezoneSelectProps extends FieldControlProps {
  label: string;
  value: string;
  onValueChange: (timezone: string) => void;
  disabled?: boolean;
}

/** The time zones that the browser knows, by their IANA names. */
export function TimezoneSelect({ value, ...rest }: TimezoneSelectProps) {
  const options = useMemo(() => {
    // Browsers leave UTC out, and may not know yet what was chosen elsewhere.
    const names = new Set(["UTC", value, ...Intl.supportedValuesOf("timeZone")]);
    return [...names].map((name) => ({ value: name, label: name.replaceAll("_", " ") }));
  }, [value]);
  return <Combobox value={value} options={options} {...rest} />;
}
