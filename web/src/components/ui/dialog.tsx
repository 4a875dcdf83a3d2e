import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button.tsx";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title; says the consequence where there is one. */
  description?: string;
  closeLabel: string;
  children: ReactNode;
}

/** A question that needs an answer before going on. Fills a phone from below, floats elsewhere. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  children,
}: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 flex animate-appear items-end justify-center overflow-y-auto bg-overlay sm:items-start sm:px-4 sm:pt-[12vh] sm:pb-8">
          <Primitive.Content
            {...(description ? {} : { "aria-describedby": undefined })}
            onOpenAutoFocus={(event) => {
              // Comes only where no field asked for the focus; the first button would show its tooltip unasked.
              event.preventDefault();
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
            }}
            className="flex max-h-[92dvh] w-full animate-pop flex-col overflow-y-auto rounded-t-panel bg-raised shadow-float outline-none sm:max-h-none sm:max-w-[460px] sm:rounded-panel"
          >
            <header className="flex items-start gap-3 px-5 pt-4">
              <div className="min-w-0 flex-1">
                <Primitive.Title className="text-lg font-strong">{title}</Primitive.Title>
                {description && (
                  <Primitive.Description className="mt-0.5 text-sm text-muted">
                    {description}
                  </Primitive.Description>
                )}
              </div>
              <Primitive.Close asChild>
                <IconButton label={closeLabel} icon={<X />} className="-mt-1 -mr-2" />
              </Primitive.Close>
            </header>
            <div className="px-5 pt-4 pb-5">{children}</div>
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
