import { useQuery } from "@tanstack/react-query";
import { File, FileImage, FileText, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { formatSize, isPicture, previewOf } from "../file-kinds.ts";
import { type Attachment, attachmentQueries } from "../queries.ts";
import { SaveButton } from "./lightbox.tsx";

interface FileRowProps {
  file: Attachment;
  /** Who sent it. */
  sender: string;
  /** Where it can be looked at. */
  onOpen: (() => void) | undefined;
  onDelete: (() => void) | undefined;
}

/** One file: what it is, who sent it, and what can be done with it. */
export function FileRow({ file, sender, onOpen, onDelete }: FileRowProps) {
  const { t, i18n } = useTranslation();
  const name = <span className="min-w-0 truncate">{file.name}</span>;
  return (
    <li className="group flex items-center gap-3 py-1">
      <Thumbnail file={file} />
      <div className="min-w-0 flex-1">
        {onOpen ? (
          <button
            type="button"
            onClick={onOpen}
            aria-label={t("attachments.open", { name: file.name })}
            className="flex max-w-full rounded-[4px] text-left text-sm hover:underline"
          >
            {name}
          </button>
        ) : (
          <p className="flex text-sm">{name}</p>
        )}
        <p className="truncate text-xs text-muted">
          <span className="tabular-nums">{formatSize(file.size_bytes, i18n.language)}</span>
          {" · "}
          {sender}
          {" · "}
          <time dateTime={file.created_at} title={formatMoment(file.created_at, i18n.language)}>
            {formatAgo(file.created_at, i18n.language)}
          </time>
        </p>
      </div>
      <SaveButton file={file} />
      {onDelete && (
        <IconButton
          label={t("attachments.delete", { name: file.name })}
          icon={<Trash2 />}
          onClick={onDelete}
        />
      )}
    </li>
  );
}

function Thumbnail({ file }: { file: Attachment }) {
  const { id: org } = useOrganization();
  const kind = previewOf(file.mime_type);
  const { data: url } = useQuery({
    ...attachmentQueries.url(org, file.path),
    // A picture of many megabytes is not worth 36 pixels.
    enabled: isPicture(file.mime_type) && file.size_bytes < 4 * 1024 * 1024,
  });
  const Icon = kind === "picture" ? FileImage : kind === "pdf" ? FileText : File;
  return (
    <span
      aria-hidden
      className="flex size-9 shrink-0 items-center justify-center overflow-hidden rounded-control border border-hairline bg-surface-2 text-muted [&_svg]:size-4"
    >
      {url ? (
        <img src={url} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <Icon aria-hidden />
      )}
    </span>
  );
}
