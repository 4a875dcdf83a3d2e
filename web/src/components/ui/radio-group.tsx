import { RadioGroup as Primitive } from "radix-ui";
import { useId } from "react";

interface RadioGroupProps<Value extends string> {
  /** What is being decided. */
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string; hint?: string }[];
  disabled?: boolean;
}

/** One of few, where all of them deserve to be read. For more there is the select. */
export function RadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  disabled = false,
}: RadioGroupProps<Value>) {
  const id = useId();
  const choose = (wanted: string) => {
    const option = options.find((each) => each.value === wanted);
    if (option) onValueChange(option.value);
  };
  return (
    <div className="flex flex-col gap-2 text-sm">
      <span id={id} className="font-strong text-soft">
        {label}
      </span>
      <Primitive.Root
        aria-labelledby={id}
        value={value}
        onValueChange={choose}
        disabled={disabled}
        className="flex flex-col gap-2"
      >
        {options.map((option) => (
          <div key={option.value} className="flex items-start gap-2.5">
            <Primitive.Item
              id={`${id}-${option.value}`}
              value={option.value}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              className="relative mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-boundary bg-surface transition-colors after:absolute after:-inset-2 enabled:hover:border-boundary-hover disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
            >
              <Primitive.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Primitive.Item>
            <span className="min-w-0">
              <label htmlFor={`${id}-${option.value}`} className="block">
                {option.label}
              </label>
              {option.hint && (
                <span id={`${id}-${option.value}-hint`} className="block text-xs text-muted">
                  {option.hint}
                </span>
              )}
            </span>
          </div>
        ))}
      </Primitive.Root>
    </div>
  );
}
