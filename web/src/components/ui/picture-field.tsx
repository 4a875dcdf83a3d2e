import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";

interface PictureFieldProps {
  /** The picture as it is now, an Avatar. */
  picture: ReactNode;
  chooseLabel: string;
  removeLabel: string;
  hint: string;
  hasPicture: boolean;
  disabled?: boolean;
  pending?: boolean;
  onChoose: (file: File) => void;
  onRemove: () => void;
}

/** A picture with the means to replace or remove it. A file can be dropped on it. */
export function PictureField({
  picture,
  chooseLabel,
  removeLabel,
  hint,
  hasPicture,
  disabled = false,
  pending = false,
  onChoose,
  onRemove,
}: PictureFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same
    <div
      className="flex items-center gap-4"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer.files.item(0);
        if (file && !disabled && !pending) onChoose(file);
      }}
    >
      {picture}
      <div className="min-w-0">
        <div className="flex flex-wrap gap-2">
          <Button disabled={disabled} pending={pending} onClick={() => input.current?.click()}>
            {chooseLabel}
          </Button>
          {hasPicture && (
            <Button variant="ghost" disabled={disabled || pending} onClick={onRemove}>
              {removeLabel}
            </Button>
          )}
        </div>
        <p className="mt-1.5 text-xs text-muted">{hint}</p>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        // The button above opens it.
        hidden
        onChange={({ target }) => {
          const file = target.files?.item(0);
          if (file) onChoose(file);
          // The same file can be chosen again after a failure.
          target.value = "";
        }}
      />
    </div>
  );
}
