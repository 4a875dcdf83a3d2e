import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Command, CommandInput, CommandList, CommandRow } from "./command.tsx";
import { namedWithValue } from "./field.tsx";
import { controlLook } from "./input.tsx";
import { Popover } from "./popover.tsx";

export interface ComboboxOption {
  value: string;
  label: string;
  /** Other words that find it. */
  keywords?: readonly string[];
  icon?: ReactNode;
  /** Small and quiet at the end of the row. */
  aside?: string;
}

interface ComboboxProps {
  /** What is chosen here; read to those who do not see the field's label. */
  label: string;
  value: string | undefined;
  onValueChange: (value: string) => void;
  options: readonly ComboboxOption[];
  placeholder?: string;
  disabled?: boolean;
  id?: string;
  "aria-labelledby"?: string;
  "aria-invalid"?: true | undefined;
  "aria-describedby"?: string | undefined;
}

/** One of many: opens a list that typing narrows down. For a handful there is the select. */
export function Combobox({
  label,
  value,
  onValueChange,
  options,
  placeholder,
  disabled = false,
  id,
  "aria-labelledby": labelledBy,
  ...control
}: ComboboxProps) {
  const valueId = useId();
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const current = options.find((option) => option.value === value);

  const setOpenClean = (open: boolean) => {
    setTyped("");
    setOpen(open);
  };

  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpenClean}
      label={label}
      className="max-h-80 w-(--radix-popover-trigger-width) min-w-56"
      trigger={
        <button
          {...control}
          id={id}
          aria-labelledby={namedWithValue(valueId, labelledBy, id)}
          type="button"
          disabled={disabled}
          className={clsx(controlLook, "flex h-control items-center gap-2 px-2.5 text-left")}
        >
          {current?.icon}
          <span id={valueId} className={clsx("min-w-0 flex-1 truncate", !current && "text-muted")}>
            {current?.label ?? placeholder ?? t("ui.choose")}
          </span>
          <ChevronDown className="size-3.5 text-muted" aria-hidden />
        </button>
      }
    >
      <Command label={label}>
        <CommandInput placeholder={t("ui.search")} value={typed} onValueChange={setTyped} />
        <CommandList label={label} empty={t("ui.nothingFound")}>
          {options.map((option) => (
            <CommandRow
              key={option.value}
              id={option.value}
              label={option.label}
              keywords={option.keywords ?? []}
              icon={option.icon}
              aside={option.aside && <span className="text-xs text-muted">{option.aside}</span>}
              isChosen={option.value === value}
              onChoose={() => {
                onValueChange(option.value);
                setOpenClean(false);
              }}
            />
          ))}
        </CommandList>
      </Command>
    </Popover>
  );
}
