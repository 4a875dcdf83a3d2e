import { AtSign, Bold, Code, Italic, Link2, List, ListChecks, Paperclip } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../icon-button.tsx";
import { linked, prefixed, type TextState, wrapped } from "./text-edit.ts";

interface EditorToolsProps {
  /** Changes the text by what is selected in it. */
  onEdit: (edit: (state: TextState) => TextState) => void;
  canMention: boolean;
  onMention: () => void;
  onFiles: ((files: readonly File[]) => void) | undefined;
}

/** The marks that people want without knowing Markdown. */
export function EditorTools({ onEdit, canMention, onMention, onFiles }: EditorToolsProps) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const tool = (label: string, icon: ReactNode, onPress: () => void) => (
    <IconButton
      key={label}
      size="sm"
      label={label}
      icon={icon}
      // The text keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    />
  );
  return (
    <>
      {tool(t("editor.bold"), <Bold />, () => onEdit((state) => wrapped(state, "**")))}
      {tool(t("editor.italic"), <Italic />, () => onEdit((state) => wrapped(state, "_")))}
      {tool(t("editor.code"), <Code />, () => onEdit((state) => wrapped(state, "`")))}
      {tool(t("editor.link"), <Link2 />, () =>
        onEdit((state) => linked(state, t("editor.linkWords"))),
      )}
      {tool(t("editor.list"), <List />, () => onEdit((state) => prefixed(state, "- ")))}
      {tool(t("editor.checklist"), <ListChecks />, () =>
        onEdit((state) => prefixed(state, "- [ ] ")),
      )}
      {canMention && tool(t("editor.mention"), <AtSign />, onMention)}
      {onFiles && (
        <>
          {tool(t("editor.attach"), <Paperclip />, () => chooser.current?.click())}
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            onChange={({ target }) => {
              onFiles([...(target.files ?? [])]);
              // The same file again is a new wish.
              target.value = "";
            }}
          />
        </>
      )}
    </>
  );
}
