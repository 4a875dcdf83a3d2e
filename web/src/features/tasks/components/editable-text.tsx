import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { holdUnsaved } from "#/lib/unsaved.ts";

// Long enough to think of a word, short enough to lose little.
const pauseMs = 1_500;

interface EditableTextProps<Seen> {
  label: string;
  isLabelShown?: boolean;
  value: string;
  readOnly: boolean;
  isSingleLine?: boolean;
  maxLength: number;
  placeholder?: string;
  /** Said when the text was emptied and may not be. */
  requiredMessage?: string;
  className?: string;
  /** What the person sees now; handed back as it was when the editing began. */
  seen: Seen;
  onSave: (seen: Seen, text: string) => void;
}

/**
 * Text that is edited where it stands. Leaving the field saves, Escape gives up; Enter saves a single line, Ctrl or
 * Command with Enter several. What somebody else writes meanwhile does not disturb the typing: the save carries
 * the version that was seen at its beginning. Several lines are saved on each pause in the typing too.
 */
export function EditableText<Seen>({
  label,
  isLabelShown = false,
  value,
  readOnly,
  isSingleLine = false,
  maxLength,
  placeholder,
  requiredMessage,
  className,
  seen,
  onSave,
}: EditableTextProps<Seen>) {
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const [isRefused, setRefused] = useState(false);
  // `value` is what was saved last, `original` what Escape goes back to.
  const began = useRef<{ seen: Seen; value: string; original: string }>(undefined);
  const isDirty = draft !== undefined && draft !== began.current?.value;
  useEffect(() => (isDirty ? holdUnsaved() : undefined), [isDirty]);

  const saveNow = (text: string) => {
    const start = began.current;
    if (!start || text === start.value) return;
    began.current = { ...start, value: text };
    onSave(start.seen, text);
  };
  const latestSave = useRef(saveNow);
  latestSave.current = saveNow;
  useEffect(() => {
    if (isSingleLine || draft === undefined) return;
    const timer = setTimeout(() => latestSave.current(draft.trimEnd()), pauseMs);
    return () => clearTimeout(timer);
  }, [draft, isSingleLine]);

  const finish = () => {
    const start = began.current;
    began.current = undefined;
    setDraft(undefined);
    if (!start || draft === undefined) return;
    const text = isSingleLine ? draft.replace(/\s+/g, " ").trim() : draft.trimEnd();
    if (text === start.value) return setRefused(false);
    if (!text && requiredMessage) return setRefused(true);
    setRefused(false);
    onSave(start.seen, text);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (began.current) saveNow(began.current.original);
      began.current = undefined;
      setDraft(undefined);
      setRefused(false);
      event.currentTarget.blur();
    }
    const isSave = isSingleLine || event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && isSave && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.currentTarget.blur();
    }
  };

  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelShown ? "text-sm text-muted" : "sr-only"}>
        {label}
      </label>
      <textarea
        id={id}
        rows={1}
        readOnly={readOnly}
        maxLength={maxLength}
        placeholder={readOnly ? undefined : placeholder}
        value={draft ?? value}
        aria-invalid={isRefused || undefined}
        aria-describedby={isRefused ? `${id}-refused` : undefined}
        onFocus={() => {
          began.current = { seen, value, original: value };
        }}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={finish}
        onKeyDown={onKeyDown}
        className={clsx(
          "-mx-2 field-sizing-content resize-none rounded-control px-2 py-1 break-words transition-colors",
          !readOnly && "hover:bg-hover focus:bg-transparent",
          className,
        )}
      />
      {isRefused && (
        <p id={`${id}-refused`} role="alert" className="text-xs text-danger">
          {requiredMessage}
        </p>
      )}
    </div>
  );
}
