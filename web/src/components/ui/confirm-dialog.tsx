import { AlertDialog as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the object. */
  title: string;
  /** What follows from it. */
  children: ReactNode;
  /** The verb and the object, as on the button that led here. */
  action: string;
  cancelLabel: string;
  onConfirm: () => void;
  pending?: boolean;
  /** What has to be typed first, for what cannot be undone at all. */
  typed?: { label: string; value: string };
}

/** Asks once more, only where there is no undo. Escape and Cancel change nothing. */
export function ConfirmDialog({ open, onOpenChange, title, ...rest }: ConfirmDialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 flex animate-appear items-end justify-center overflow-y-auto bg-overlay sm:items-start sm:px-4 sm:pt-[16vh] sm:pb-8">
          <Primitive.Content className="w-full animate-pop rounded-t-panel bg-raised p-5 shadow-float outline-none sm:max-w-[420px] sm:rounded-panel">
            <Primitive.Title className="text-lg font-strong break-words">{title}</Primitive.Title>
            <Question {...rest} />
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Question({
  children,
  action,
  cancelLabel,
  onConfirm,
  pending = false,
  typed,
}: Omit<ConfirmDialogProps, "open" | "onOpenChange" | "title">) {
  const [text, setText] = useState("");
  const mayConfirm = typed === undefined || text.trim() === typed.value;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (mayConfirm) onConfirm();
      }}
    >
      <Primitive.Description asChild>
        <div className="mt-1 flex flex-col gap-2 text-base break-words text-muted">{children}</div>
      </Primitive.Description>
      {typed && (
        <div className="mt-4">
          <Field label={typed.label}>
            {(control) => (
              <Input
                {...control}
                value={text}
                onChange={({ target }) => setText(target.value)}
                autoComplete="off"
                spellCheck={false}
                autoFocus
              />
            )}
          </Field>
        </div>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Primitive.Cancel asChild>
          <Button variant="ghost">{cancelLabel}</Button>
        </Primitive.Cancel>
        <Button type="submit" variant="danger" pending={pending} disabled={!mayConfirm}>
          {action}
        </Button>
      </div>
    </form>
  );
}
