import { clsx } from "clsx";
import { type ComponentProps, type KeyboardEvent, useState } from "react";

interface InlineInputProps
  extends Pick<ComponentProps<"input">, "placeholder" | "inputMode" | "maxLength" | "disabled"> {
  label: string;
  value: string;
  /** Answers false where the text cannot be taken; the former one then comes back. */
  onSave: (text: string) => boolean;
  className?: string;
}

/** A line that is edited where it stands: leaving it or Enter saves, Escape gives up. */
export function InlineInput({ label, value, onSave, className, ...rest }: InlineInputProps) {
  const [draft, setDraft] = useState<string>();
  const [isRefused, setRefused] = useState(false);

  const finish = () => {
    const text = draft?.trim();
    setDraft(undefined);
    if (text === undefined || text === value) return setRefused(false);
    setRefused(!onSave(text));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) event.currentTarget.blur();
    if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(undefined);
      setRefused(false);
    }
  };

  return (
    <input
      {...rest}
      aria-label={label}
      aria-invalid={isRefused || undefined}
      autoComplete="off"
      value={draft ?? value}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={finish}
      onKeyDown={onKeyDown}
      className={clsx(
        "h-control rounded-control bg-transparent px-2 text-sm text-ellipsis transition-colors",
        "enabled:hover:bg-hover focus-visible:bg-surface aria-invalid:outline-1 aria-invalid:outline-danger",
        "pointer-coarse:text-lg",
        className,
      )}
    />
  );
}
