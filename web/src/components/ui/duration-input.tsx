import { type ComponentProps, useState } from "react";
import { durationInput, parseDuration } from "#/lib/duration.ts";
import { Input } from "./input.tsx";

interface DurationInputProps
  extends Omit<ComponentProps<"input">, "value" | "onChange" | "type" | "inputMode"> {
  /** In minutes; null for none, NaN for what is no duration, which every schema refuses. */
  value: number | null;
  onValueChange: (minutes: number | null) => void;
}

/** A duration as people write them: 1:30, 1h30, 90m. It is written plainly once one leaves the field. */
export function DurationInput({ value, onValueChange, onBlur, ...rest }: DurationInputProps) {
  const [draft, setDraft] = useState<string>();
  return (
    <Input
      {...rest}
      autoComplete="off"
      value={draft ?? (value === null ? "" : durationInput(value))}
      onChange={({ target }) => {
        setDraft(target.value);
        onValueChange(target.value.trim() ? (parseDuration(target.value) ?? Number.NaN) : null);
      }}
      onBlur={(event) => {
        if (!Number.isNaN(value)) setDraft(undefined);
        onBlur?.(event);
      }}
    />
  );
}
