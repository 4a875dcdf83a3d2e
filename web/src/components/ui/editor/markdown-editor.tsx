import { clsx } from "clsx";
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type SetStateAction,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../button.tsx";
import { Markdown } from "../markdown.tsx";
import type { MarkdownFiles } from "../markdown-files.ts";
import { EditorTools } from "./editor-tools.tsx";
import { type Mentionable, MentionList } from "./mention-list.tsx";
import { inserted, type TextState, withAt } from "./text-edit.ts";
import { useMentionTyping } from "./use-mention-typing.ts";

interface MarkdownEditorProps {
  label: string;
  value: string;
  /** A change may come after the editor is gone: a file that has arrived. */
  onChange: (text: SetStateAction<string>) => void;
  placeholder?: string;
  maxLength: number;
  people: readonly Mentionable[];
  files?: MarkdownFiles | undefined;
  /** Ctrl or Command with Enter. */
  onSend: () => void;
  /** Escape. */
  onGiveUp?: (() => void) | undefined;
  autoFocus?: boolean;
  /** Grows from one line while it is empty. */
  isCompact?: boolean;
  /** At the end of the bar: what sends, what gives up. */
  actions: ReactNode;
}

/** Markdown as it is written, and as it will be read. Files are dropped or pasted into it, an @ mentions people. */
export function MarkdownEditor({
  label,
  value,
  onChange,
  placeholder,
  maxLength,
  people,
  files,
  onSend,
  onGiveUp,
  autoFocus = false,
  isCompact = false,
  actions,
}: MarkdownEditorProps) {
  const id = useId();
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const [isPreview, setPreview] = useState(false);
  const [isOver, setOver] = useState(false);
  // Set once the new text stands in the field.
  const selection = useRef<{ start: number; end: number }>(undefined);
  const upload = files?.upload;

  useEffect(() => {
    if (autoFocus) area.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (!selection.current || area.current?.value !== value) return;
    const { start, end } = selection.current;
    selection.current = undefined;
    area.current.focus();
    area.current.setSelectionRange(start, end);
  }, [value]);

  const stateNow = (): TextState => ({
    text: value,
    start: area.current?.selectionStart ?? value.length,
    end: area.current?.selectionEnd ?? value.length,
  });
  const edit = (change: (state: TextState) => TextState) => {
    const next = change(stateNow());
    selection.current = next;
    onChange(next.text);
  };
  const mention = useMentionTyping(people, (person, at) =>
    edit((state) => inserted({ ...state, start: at }, person.markdown)),
  );

  const take = (chosen: readonly File[]) => {
    if (!upload || chosen.length === 0) return;
    for (const arriving of upload(chosen)) {
      void arriving.then((markdown) => {
        if (!markdown) return;
        const end = area.current?.selectionEnd;
        onChange((text) => {
          const at = end ?? text.length;
          return inserted({ text, start: at, end: at }, markdown).text;
        });
      });
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    // A spreadsheet puts a picture of its cells beside their text.
    if (!upload || pasted.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(pasted);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!upload || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    take([...event.dataTransfer.files]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (mention.takeKey(event) || event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (onGiveUp) onGiveUp();
      else event.currentTarget.blur();
    }
  };

  return (
    <section
      aria-label={label}
      onDragOver={(event) => {
        if (!upload || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={clsx(
        "relative flex flex-col rounded-panel border bg-surface transition-colors focus-within:border-boundary-hover",
        isOver ? "border-focus bg-accent-soft" : "border-boundary",
      )}
    >
      {mention.isOpen && (
        <MentionList
          id={`${id}-people`}
          label={t("editor.people")}
          people={mention.shown}
          active={mention.active}
          onChoose={mention.choose}
        />
      )}
      {isPreview ? (
        <div className="min-h-16 px-3 py-2 text-base">
          {value.trim() ? (
            <Markdown text={value} files={files} />
          ) : (
            <p className="text-muted">{t("editor.nothing")}</p>
          )}
        </div>
      ) : (
        <textarea
          ref={area}
          aria-label={label}
          aria-autocomplete={people.length > 0 ? "list" : undefined}
          aria-controls={mention.isOpen ? `${id}-people` : undefined}
          aria-activedescendant={mention.isOpen ? `${id}-people-${mention.active}` : undefined}
          rows={isCompact ? 1 : 4}
          value={value}
          maxLength={maxLength}
          placeholder={placeholder}
          onChange={({ target }) => {
            onChange(target.value);
            mention.follow({
              text: target.value,
              start: target.selectionStart,
              end: target.selectionEnd,
            });
          }}
          onKeyDown={onKeyDown}
          onBlur={mention.close}
          onPaste={onPaste}
          className={clsx(
            "field-sizing-content max-h-[50dvh] w-full resize-none rounded-panel bg-transparent px-3 py-2 text-base -outline-offset-2 pointer-coarse:text-lg",
            isCompact ? "min-h-10" : "min-h-24",
          )}
        />
      )}
      <span role="status" className="sr-only">
        {mention.isOpen ? t("editor.peopleFound", { count: mention.shown.length }) : ""}
      </span>
      <div className="flex flex-wrap items-center gap-0.5 px-1.5 pb-1.5">
        {!isPreview && (
          <EditorTools
            onEdit={edit}
            canMention={people.length > 0}
            onMention={() => {
              mention.follow(withAt(stateNow()));
              edit(withAt);
            }}
            onFiles={upload && take}
          />
        )}
        <span className="ml-auto flex items-center gap-1">
          <Button
            variant="ghost"
            size="sm"
            aria-pressed={isPreview}
            onClick={() => setPreview(!isPreview)}
          >
            {isPreview ? t("editor.write") : t("editor.preview")}
          </Button>
          {actions}
        </span>
      </div>
    </section>
  );
}
