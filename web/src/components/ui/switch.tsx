import { Switch as Primitive } from "radix-ui";
import { useId } from "react";

interface SwitchProps {
  label: string;
  /** What being on means, in a sentence. */
  hint?: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** On or off, at once. For what is saved with a form there is the checkbox. */
export function Switch({ label, hint, checked, onCheckedChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4 text-sm">
      <span className="min-w-0">
        <label htmlFor={id} className="block">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="block text-xs text-muted">
            {hint}
          </span>
        )}
      </span>
      <Primitive.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="group mt-0.5 inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-boundary bg-surface-3 p-px transition-colors enabled:hover:border-boundary-hover disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Primitive.Thumb className="block size-4 rounded-full bg-boundary transition-transform group-data-[state=checked]:translate-x-4 group-data-[state=checked]:bg-on-accent" />
      </Primitive.Root>
    </div>
  );
}
