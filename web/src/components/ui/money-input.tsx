import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Currency, moneyInput, parseMoney } from "#/lib/money.ts";
import { Input } from "./input.tsx";

interface MoneyInputProps
  extends Omit<ComponentProps<"input">, "value" | "onChange" | "type" | "inputMode"> {
  /** In minor units; null for none, NaN for what is no amount, which every schema refuses. */
  value: number | null;
  onValueChange: (minor: number | null) => void;
  currency: Currency;
}

/** An amount as people write it, in the currency that stands beside it. */
export function MoneyInput({ value, onValueChange, currency, onBlur, ...rest }: MoneyInputProps) {
  const { i18n } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const shown =
    value === null || Number.isNaN(value) ? "" : moneyInput(value, currency, i18n.language);
  return (
    <Input
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      className="text-right tabular-nums"
      value={draft ?? shown}
      onChange={({ target }) => {
        setDraft(target.value);
        onValueChange(
          target.value.trim() ? (parseMoney(target.value, currency) ?? Number.NaN) : null,
        );
      }}
      onBlur={(event) => {
        if (!Number.isNaN(value)) setDraft(undefined);
        onBlur?.(event);
      }}
    />
  );
}
