import { useQuery } from "@tanstack/react-query";
import { FileX, Paperclip } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import type { MarkdownFile } from "#/components/ui/markdown-files.ts";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { isPicture, previewOf } from "../file-kinds.ts";
import { type Attachment, attachmentQueries } from "../queries.ts";
import { saveFile } from "../save-file.ts";
import { Lightbox } from "./lightbox.tsx";

/** A file within a text: a picture where the text shows it, else its name; pressed it opens, or is saved. */
export function InlineFile({ file }: { file: MarkdownFile }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { data } = useQuery(attachmentQueries.one(org, file.id));
  const [isOpen, setOpen] = useState(false);
  if (data === undefined) return <span className="text-muted">{file.label}</span>;
  if (data === null) {
    return (
      <span title={t("attachments.gone")} className="text-muted line-through">
        <FileX className="mr-1 inline size-3.5 align-[-2px]" aria-hidden />
        {file.label}
      </span>
    );
  }
  const canPreview = previewOf(data.mime_type) !== undefined;
  const onPress = () => {
    if (canPreview) return setOpen(true);
    saveFile(data).catch((error: unknown) => {
      toast.error(describeError(asAppError(error), t));
    });
  };
  return (
    <>
      <button
        type="button"
        aria-label={t(canPreview ? "attachments.open" : "attachments.download", {
          name: data.name,
        })}
        onClick={onPress}
        className="max-w-full rounded-control align-bottom"
      >
        {file.isPicture && isPicture(data.mime_type) ? (
          <Picture file={data} />
        ) : (
          <span className="inline-flex max-w-full items-center gap-1 text-accent-text underline underline-offset-2">
            <Paperclip className="size-3.5 shrink-0" aria-hidden />
            <span className="truncate">{file.label || data.name}</span>
          </span>
        )}
      </button>
      {isOpen && (
        <Lightbox files={[data]} open={data} onOpen={() => {}} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function Picture({ file }: { file: Attachment }) {
  const { id: org } = useOrganization();
  const { data: url } = useQuery(attachmentQueries.url(org, file.path));
  if (!url) return <span className="block h-32 w-48 rounded-control bg-surface-3" />;
  return (
    <img
      src={url}
      alt={file.name}
      loading="lazy"
      className="max-h-80 max-w-full rounded-control border border-hairline"
    />
  );
}
