import { clsx } from "clsx";
import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { type MouseEvent, type ReactNode, useId } from "react";

interface CheckboxProps {
  /** "indeterminate": some of what it stands for, not all. */
  checked: boolean | "indeterminate";
  onCheckedChange: (checked: boolean) => void;
  /** Before the change, which `preventDefault` keeps from happening: with Shift a press may mean more. */
  onClick?: (event: MouseEvent) => void;
  /** Its name where no words stand beside it, as in a table. */
  "aria-label"?: string;
  disabled?: boolean;
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  className?: string;
}

/** Yes or no, saved with what surrounds it. */
export function Checkbox({ className, onCheckedChange, ...rest }: CheckboxProps) {
  return (
    <Primitive.Root
      onCheckedChange={(checked) => onCheckedChange(checked === true)}
      className={clsx(
        "inline-flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-boundary bg-surface transition-colors",
        "enabled:hover:border-boundary-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent",
        "data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent aria-invalid:border-danger disabled:opacity-55",
        // A finger's room around a small box.
        "relative after:absolute after:-inset-2 pointer-coarse:after:-inset-3",
        className,
      )}
      {...rest}
    >
      <Primitive.Indicator className="text-on-accent [&_svg]:size-3.5 [&_svg]:stroke-3">
        {rest.checked === "indeterminate" ? <Minus aria-hidden /> : <Check aria-hidden />}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}

interface CheckboxFieldProps extends Omit<CheckboxProps, "aria-label" | "id" | "className"> {
  label: ReactNode;
  hint?: string;
}

/** A checkbox with its words; a press on them counts. */
export function CheckboxField({ label, hint, ...rest }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 text-sm">
      <Checkbox
        id={id}
        className="mt-0.5"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
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
    </div>
  );
}
