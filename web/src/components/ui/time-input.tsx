import { type ComponentProps, useState } from "react";
import { parseClock } from "#/lib/clock.ts";
import { Input } from "./input.tsx";

interface TimeInputProps
  extends Omit<ComponentProps<"input">, "value" | "onChange" | "type" | "inputMode"> {
  /** "21:30"; what is no time is handed on as it was typed, for the schema to refuse. */
  value: string;
  onValueChange: (clock: string) => void;
}

/** A time of day as people write it: 9, 930, 9:30 pm. It is written plainly once one leaves the field. */
export function TimeInput({ value, onValueChange, onBlur, ...rest }: TimeInputProps) {
  const [draft, setDraft] = useState<string>();
  return (
    <Input
      {...rest}
      autoComplete="off"
      className="tabular-nums"
      value={draft ?? value}
      onChange={({ target }) => {
        setDraft(target.value);
        onValueChange(parseClock(target.value) ?? target.value);
      }}
      onBlur={(event) => {
        setDraft(undefined);
        onBlur?.(event);
      }}
    />
  );
}
