import { clsx } from "clsx";
import { Avatar } from "../avatar.tsx";

/** Somebody who can be mentioned. */
export interface Mentionable {
  id: string;
  name: string;
  /** The Markdown that mentions them. */
  markdown: string;
}

interface MentionListProps {
  id: string;
  label: string;
  people: readonly Mentionable[];
  active: number;
  onChoose: (person: Mentionable) => void;
}

/** Whom an @ can mean. The focus stays in the text: its keys move here. */
export function MentionList({ id, label, people, active, onChoose }: MentionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute bottom-full left-2 z-30 mb-1 w-64 max-w-full animate-pop rounded-panel bg-float p-1 text-sm shadow-float"
    >
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the text has the focus and names the active one
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text's
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // Before the text loses its focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(person)}
          className={clsx(
            "flex min-h-8 items-center gap-2 rounded-control px-2 pointer-coarse:min-h-11",
            index === active && "bg-hover",
          )}
        >
          <Avatar name={person.name} size="sm" decorative />
          <span className="min-w-0 truncate">{person.name}</span>
        </div>
      ))}
    </div>
  );
}
