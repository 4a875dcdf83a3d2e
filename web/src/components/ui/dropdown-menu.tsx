import { clsx } from "clsx";
import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

const surface =
  "z-50 min-w-48 max-w-72 animate-pop overflow-y-auto rounded-panel bg-float p-1 text-sm shadow-float " +
  "max-h-(--radix-dropdown-menu-content-available-height)";

const row =
  "flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1 text-text outline-none select-none " +
  "data-highlighted:bg-hover data-[state=open]:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-11 " +
  "[&_svg]:size-4 [&_svg]:text-muted";

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
}

/** A list of actions that opens from `trigger`. */
export function Menu({ trigger, children, align = "start", side = "bottom" }: MenuProps) {
  return (
    // Not modal: the page stays readable for everybody, and a press elsewhere does what it says.
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={surface}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

type MenuItemProps = ComponentProps<typeof Primitive.Item> & {
  /** The keys that do the same without the menu. Not with `asChild`. */
  keys?: string;
};

/** One action. With `asChild` it lends its look and its keys to a link. */
export function MenuItem({ className, keys, children, ...rest }: MenuItemProps) {
  return (
    <Primitive.Item className={clsx(row, className)} {...rest}>
      {keys === undefined ? (
        children
      ) : (
        <>
          {children}
          <Kbd keys={keys} className="ml-auto pl-4" />
        </>
      )}
    </Primitive.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
}

/** One of several, the chosen one marked. */
export function MenuChoice<Value extends string>({
  value,
  onValueChange,
  options,
}: MenuChoiceProps<Value>) {
  return (
    <Primitive.RadioGroup value={value}>
      {options.map((option) => (
        <Primitive.RadioItem
          key={option.value}
          value={option.value}
          onSelect={() => onValueChange(option.value)}
          className={row}
        >
          {option.icon}
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
          <Primitive.ItemIndicator>
            <Check aria-hidden />
          </Primitive.ItemIndicator>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}

interface MenuToggleProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}

/** On or off; the menu stays open for the next one. */
export function MenuToggle({ checked, onCheckedChange, children }: MenuToggleProps) {
  return (
    <Primitive.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      className={row}
    >
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Primitive.ItemIndicator>
        <Check aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.CheckboxItem>
  );
}

/** A menu inside a menu. */
export function Submenu({
  label,
  icon,
  children,
}: {
  label: string;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Primitive.Sub>
      <Primitive.SubTrigger className={row}>
        {icon}
        <span className="flex-1">{label}</span>
        <ChevronRight aria-hidden />
      </Primitive.SubTrigger>
      <Primitive.Portal>
        <Primitive.SubContent sideOffset={4} collisionPadding={8} className={surface}>
          {children}
        </Primitive.SubContent>
      </Primitive.Portal>
    </Primitive.Sub>
  );
}

/** What the rows below belong to. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <Primitive.Label className="px-2 pt-1.5 pb-1 text-xs text-muted">{children}</Primitive.Label>
  );
}

/** A hairline between groups. */
export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-hairline" />;
}
