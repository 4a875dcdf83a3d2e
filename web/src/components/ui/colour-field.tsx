import { RadioGroup as Primitive } from "radix-ui";
import { useTranslation } from "react-i18next";
import { colours } from "#/lib/colours.ts";

interface ColourFieldProps {
  /** What is being coloured. */
  label: string;
  value: string;
  onValueChange: (colour: string) => void;
  disabled?: boolean;
}

/** One of our colours; one that came from elsewhere stays to be chosen again. */
export function ColourField({ label, value, onValueChange, disabled = false }: ColourFieldProps) {
  const { t } = useTranslation();
  const offered = colours.map((each) => ({ value: each.value, name: t(each.label) }));
  const isOwn = value !== "" && !offered.some((each) => each.value === value);
  const options = isOwn ? [...offered, { value, name: t("colours.own", { value }) }] : offered;
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-strong text-soft">{label}</span>
      <Primitive.Root
        aria-label={label}
        value={value}
        onValueChange={onValueChange}
        disabled={disabled}
        orientation="horizontal"
        className="flex min-h-control flex-wrap items-center gap-2 pointer-coarse:gap-3"
      >
        {options.map((option) => (
          <Primitive.Item
            key={option.value}
            value={option.value}
            aria-label={option.name}
            title={option.name}
            style={{ backgroundColor: option.value }}
            className="relative size-5 shrink-0 rounded-[6px] transition-transform after:absolute after:-inset-1 enabled:hover:scale-110 disabled:opacity-55 data-[state=checked]:ring-2 data-[state=checked]:ring-text data-[state=checked]:ring-offset-2 data-[state=checked]:ring-offset-[var(--surface-1)] pointer-coarse:size-7"
          />
        ))}
      </Primitive.Root>
    </div>
  );
}
