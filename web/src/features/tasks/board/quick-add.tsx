import { Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { controlLook } from "#/components/ui/input.tsx";

interface QuickAddProps {
  status: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Resolves once the task stands; a rejection keeps the words in the field. */
  onAdd: (title: string) => Promise<unknown>;
}

/** A line at the end of a column: a title, Enter, and the next one. Escape or an empty line closes it. */
export function QuickAdd({ status, isOpen, onOpenChange, onAdd }: QuickAddProps) {
  const { t } = useTranslation();
  const [title, setTitle] = useState("");

  const add = async () => {
    const wanted = title.trim().replace(/\s+/g, " ");
    if (!wanted) return onOpenChange(false);
    setTitle("");
    try {
      await onAdd(wanted);
    } catch {
      // Unless the next one is being written already.
      setTitle((now) => now || wanted);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onOpenChange(false);
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void add();
    }
  };

  if (!isOpen) {
    return (
      <button
        type="button"
        aria-label={t("tasks.addTo", { status })}
        onClick={() => onOpenChange(true)}
        className="flex h-8 w-full shrink-0 items-center gap-2 rounded-control px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-text pointer-coarse:h-11"
      >
        <Plus className="size-4" aria-hidden />
        {t("tasks.add")}
      </button>
    );
  }
  return (
    <textarea
      rows={2}
      // biome-ignore lint/a11y/noAutofocus: the person asked for this field a moment ago
      autoFocus
      maxLength={300}
      value={title}
      aria-label={t("tasks.newTitle")}
      placeholder={t("tasks.newPlaceholder")}
      onChange={(event) => setTitle(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (!title.trim()) onOpenChange(false);
      }}
      className={`${controlLook} resize-none px-3 py-2 text-sm`}
    />
  );
}
