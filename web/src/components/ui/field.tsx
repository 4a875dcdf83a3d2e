import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

export interface FieldControlProps {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

interface FieldProps {
  label: string;
  /** A sentence that helps before anything went wrong. */
  hint?: ReactNode;
  /** What is wrong and what to do; announced when it appears. */
  error?: string | undefined;
  /** Something small at the end of the label's line, such as a link. */
  aside?: ReactNode;
  children: (control: FieldControlProps) => ReactNode;
}

/** A label, its control and what is said about it, tied together for assistive technology. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = Boolean(error ?? hint);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label id={`${id}-label`} htmlFor={id} className="text-sm font-strong text-soft">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": hasNote ? noteId : undefined,
      })}
      <div id={noteId} className="text-xs empty:hidden" aria-live="polite">
        {error ? (
          <span className="flex items-start gap-1 text-danger">
            <CircleAlert className="mt-px size-3.5" aria-hidden />
            {error}
          </span>
        ) : hint ? (
          <span className="text-muted">{hint}</span>
        ) : null}
      </div>
    </div>
  );
}

/**
 * The `aria-labelledby` of a button that shows a value: a label alone would be read instead of the value. Field
 * names its label after the control.
 */
export function namedWithValue(valueId: string, labelledBy?: string, id?: string): string {
  const label = labelledBy ?? (id && `${id}-label`);
  return label ? `${label} ${valueId}` : valueId;
}
