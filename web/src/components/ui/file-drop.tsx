import { clsx } from "clsx";
import { Upload } from "lucide-react";
import { type DragEvent, useId, useState } from "react";

interface FileDropProps {
  /** What to do: "Drop files here, or choose them". */
  label: string;
  /** What is taken: kinds and size. */
  hint?: string;
  /** As in `<input accept>`. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}

/** Takes files by drop, by choosing, and from the clipboard while it has the focus. */
export function FileDrop({
  label,
  hint,
  accept,
  multiple = false,
  disabled = false,
  onFiles,
}: FileDropProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);

  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    if (files.length > 0 && !disabled) onFiles(files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={clsx(
        "relative flex flex-col items-center gap-1 rounded-panel border border-dashed px-4 py-6 text-center text-sm transition-colors",
        "focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus",
        isOver ? "border-focus bg-accent-soft" : "border-boundary",
        disabled ? "opacity-55" : "cursor-pointer hover:border-boundary-hover hover:bg-hover",
      )}
    >
      <Upload className="size-4 text-muted" aria-hidden />
      <span className="font-strong">{label}</span>
      {hint && (
        <span id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </span>
      )}
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ target }) => {
          take(target.files);
          // The same file again is a new wish.
          target.value = "";
        }}
        onPaste={(event) => take(event.clipboardData.files)}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
    </label>
  );
}
