import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { tabLook, tabRowLook } from "./tab-links.tsx";

interface TabsProps {
  /** What the tabs are views of. */
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  tabs: readonly { value: string; label: string; aside?: ReactNode; content: ReactNode }[];
}

/** Views of one thing, one at a time, in the same place. For pages of their own there are TabLinks. */
export function Tabs({ label, value, onValueChange, tabs }: TabsProps) {
  return (
    <Primitive.Root value={value} onValueChange={onValueChange}>
      <Primitive.List aria-label={label} className={tabRowLook}>
        {tabs.map((tab) => (
          <Primitive.Trigger key={tab.value} value={tab.value} className={tabLook}>
            {tab.label}
            {tab.aside}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
