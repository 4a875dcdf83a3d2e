import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Combobox } from "./combobox.tsx";
import type { FieldControlProps } from "./field.tsx";

interface CurrencySelectProps extends Partial<FieldControlProps> {
  label: string;
  value: string;
  onValueChange: (code: string) => void;
  currencies: readonly { code: string }[];
  disabled?: boolean;
}

/** One of the currencies, by code or by name. */
export function CurrencySelect({ currencies, ...rest }: CurrencySelectProps) {
  const { i18n } = useTranslation();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: "currency" });
    return currencies.map(({ code }) => {
      const name = names.of(code) ?? code;
      return { value: code, label: code, aside: name, keywords: [name] };
    });
  }, [currencies, i18n.language]);
  return <Combobox options={options} {...rest} />;
}
