import { clsx } from "clsx";
import { defaultFilter, Command as Primitive } from "cmdk";
import { Check, Search } from "lucide-react";
import type { ReactNode } from "react";

/** How well typed letters fit a name: 0 not at all, 1 exactly. They need not stand side by side. */
export function fuzzyScore(name: string, typed: string): number {
  return defaultFilter(name, typed, []);
}

// Stands where the other words of a row would that is there whatever is typed.
const alwaysFits = "\u0000fits";
// After what fits well by its name, before what hardly does.
const alwaysFitsScore = 0.5;

interface CommandProps {
  /** What the list is for; read to those who do not see it. */
  label: string;
  children: ReactNode;
  className?: string;
}

/** A field and a list that it narrows down; arrows move, Enter chooses. Rows match by their keywords. */
export function Command({ label, children, className }: CommandProps) {
  return (
    <Primitive
      label={label}
      loop
      filter={(_value, typed, keywords = []) =>
        keywords.includes(alwaysFits) ? alwaysFitsScore : fuzzyScore(keywords.join(" "), typed)
      }
      className={clsx("flex min-h-0 flex-col", className)}
    >
      {children}
    </Primitive>
  );
}

interface CommandInputProps {
  placeholder: string;
  value: string;
  onValueChange: (value: string) => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  /** Stands between the magnifying glass and the text, such as where one is. */
  lead?: ReactNode;
}

/** Where one types. It has the focus from the start. */
export function CommandInput({ lead, ...rest }: CommandInputProps) {
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-hairline px-3">
      <Search className="size-4 text-muted" aria-hidden />
      {lead}
      <Primitive.Input
        autoFocus
        className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none pointer-coarse:text-lg"
        {...rest}
      />
    </div>
  );
}

interface CommandListProps {
  label: string;
  /** What is said when nothing fits. */
  empty: ReactNode;
  children: ReactNode;
  className?: string;
}

/** The rows, in groups or not. */
export function CommandList({ label, empty, children, className }: CommandListProps) {
  return (
    <Primitive.List
      label={label}
      className={clsx("min-h-0 flex-1 scroll-py-1 overflow-y-auto p-1", className)}
    >
      <Primitive.Empty className="px-3 py-6 text-center text-sm text-muted">
        {empty}
      </Primitive.Empty>
      {children}
    </Primitive.List>
  );
}

/** Rows that belong together. */
export function CommandGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Primitive.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Primitive.Group>
  );
}

interface CommandRowProps {
  /** Unique in the list. */
  id: string;
  label: string;
  /** Other words that find it. */
  keywords?: readonly string[];
  /** It was chosen by somebody else, such as a search: there whatever is typed. */
  isFound?: boolean;
  icon?: ReactNode;
  /** In the place of the label, such as with parts of it marked. */
  children?: ReactNode;
  /** Small and quiet at the end: a key, a hint. */
  aside?: ReactNode;
  /** The one that holds now. */
  isChosen?: boolean;
  onChoose: () => void;
}

/** One thing to choose. */
export function CommandRow({
  id,
  label,
  keywords = [],
  isFound = false,
  icon,
  children,
  aside,
  isChosen,
  onChoose,
}: CommandRowProps) {
  return (
    <Primitive.Item
      value={id}
      keywords={isFound ? [alwaysFits] : [label, ...keywords]}
      onSelect={onChoose}
      className="flex min-h-9 items-center gap-2.5 rounded-control px-2 py-1 text-sm select-none data-[selected=true]:bg-hover pointer-coarse:min-h-11 [&_svg]:size-4 [&>svg]:text-muted"
    >
      {icon}
      {children ?? <span className="min-w-0 flex-1 truncate">{label}</span>}
      {aside}
      {isChosen && <Check className="text-accent-text" aria-hidden />}
    </Primitive.Item>
  );
}
