import { useEffect, useState } from "react";

interface DayInputProps {
  "aria-labelledby": string;
  /** "2026-11-20", or null for no day. */
  value: string | null;
  disabled: boolean;
  onChange: (day: string | null) => void;
}

// Whoever types a year passes through the years 2, 20 and 202; none of them is meant.
const firstYear = "1900";
const settleMs = 700;

/** A day, typed or picked. It is saved when the field is left, or when nothing more is typed for a moment. */
export function DayInput({ value, disabled, onChange, ...rest }: DayInputProps) {
  const [draft, setDraft] = useState<string>();

  const isMeant = draft !== undefined && (draft === "" || draft >= firstYear);
  const save = () => {
    setDraft(undefined);
    if (isMeant && draft !== (value ?? "")) onChange(draft || null);
  };

  // An emptied part of the date makes the whole value empty, so only leaving the field says that it is meant.
  useEffect(() => {
    if (!isMeant || draft === "") return;
    const timer = setTimeout(save, settleMs);
    return () => clearTimeout(timer);
  });

  return (
    <input
      {...rest}
      type="date"
      disabled={disabled}
      value={draft ?? value ?? ""}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={save}
      onKeyDown={({ key }) => key === "Enter" && save()}
      className="h-control w-full rounded-control px-2 text-sm tabular-nums transition-colors enabled:hover:bg-hover"
    />
  );
}
