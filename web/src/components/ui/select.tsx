import { clsx } from "clsx";
import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { controlLook } from "./input.tsx";

export interface SelectOption {
  value: string;
  label: string;
  icon?: ReactNode;
}

interface SelectProps {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
  /** "control" is boxed like an input; "quiet" shows a boundary only when pointed at. */
  look?: "control" | "quiet";
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-invalid"?: true | undefined;
  "aria-describedby"?: string | undefined;
}

/** One of a short list. For long lists that need typing there is the combobox. */
export function Select({
  value,
  onValueChange,
  options,
  look = "control",
  disabled = false,
  ...rest
}: SelectProps) {
  const current = options.find((option) => option.value === value);
  return (
    <Primitive.Root value={value} onValueChange={onValueChange} disabled={disabled}>
      <Primitive.Trigger
        className={clsx(
          "flex items-center gap-2 text-left",
          look === "control"
            ? [controlLook, "h-control px-2.5"]
            : "h-control w-full rounded-control px-2 text-sm transition-colors enabled:hover:bg-hover data-[state=open]:bg-active",
        )}
        {...rest}
      >
        {current?.icon}
        <span className="min-w-0 flex-1 truncate">
          <Primitive.Value>{current?.label ?? ""}</Primitive.Value>
        </span>
        {(look === "control" || !disabled) && (
          <ChevronDown className="size-3.5 text-muted" aria-hidden />
        )}
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-pop overflow-hidden rounded-panel bg-float p-1 text-sm shadow-float"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                className="flex h-8 items-center gap-2 rounded-control pr-2 pl-2 outline-none select-none data-highlighted:bg-hover pointer-coarse:h-11"
              >
                {option.icon}
                <span className="min-w-0 flex-1 truncate">
                  <Primitive.ItemText>{option.label}</Primitive.ItemText>
                </span>
                <Primitive.ItemIndicator className="pl-4">
                  <Check className="size-4 text-accent-text" aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
