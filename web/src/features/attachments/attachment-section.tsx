import { useInfiniteQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Paperclip } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { LoadMore } from "#/components/ui/load-more.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { deleteLater, undoMs, useLeaving } from "#/lib/delete-later.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { FileRow } from "./components/file-row.tsx";
import { Lightbox } from "./components/lightbox.tsx";
import { UploadRow } from "./components/upload-row.tsx";
import { previewOf } from "./file-kinds.ts";
import { useDeleteAttachment } from "./mutations.ts";
import { type Attachment, attachmentQueries } from "./queries.ts";
import { useUploads } from "./uploads.ts";

interface AttachmentSectionProps {
  taskId: string;
  userId: string;
  members: readonly { id: string; name: string }[];
  /** Nobody changes anything in an archived project. */
  isArchived: boolean;
  onFiles: (files: readonly File[]) => void;
}

/** The files of a task: dropped, pasted or chosen, looked at, saved and deleted. */
export function AttachmentSection({
  taskId,
  userId,
  members,
  isArchived,
  onFiles,
}: AttachmentSectionProps) {
  const { t } = useTranslation();
  const { id: org, can } = useOrganization();
  const list = useInfiniteQuery(attachmentQueries.ofTask(org, taskId));
  const uploads = useUploads(taskId);
  const leaving = useLeaving();
  const { mutateAsync } = useDeleteAttachment(org);
  const [open, setOpen] = useState<Attachment>();
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);

  const canAdd = can("files.write") && !isArchived;
  const files = (list.data?.pages.flat() ?? []).filter(({ id }) => !leaving.has(id));
  const viewable = files.filter(({ mime_type }) => previewOf(mime_type));
  const canDelete = (file: Attachment) =>
    !isArchived && (can("tasks.write") || (canAdd && file.uploaded_by === userId));

  const remove = (file: Attachment) => {
    const { undo } = deleteLater(file.id, () =>
      mutateAsync(file).catch((error: unknown) => {
        toast.error(describeError(asAppError(error), t));
      }),
    );
    toast.success(t("attachments.deleted", { name: file.name }), {
      duration: undoMs,
      action: { label: t("common.undo"), onClick: undo },
    });
  };

  return (
    <section
      aria-labelledby={`files-${taskId}`}
      onDragOver={(event) => {
        if (!canAdd || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!canAdd) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
      onPaste={(event) => canAdd && onFiles([...event.clipboardData.files])}
      className={clsx(
        "-mx-2 rounded-panel px-2 py-1 transition-colors",
        isOver && "bg-accent-soft outline-1 outline-focus outline-dashed",
      )}
    >
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h2 id={`files-${taskId}`} className="text-sm font-strong">
          {t("attachments.title")}
          {files.length > 0 && (
            <span className="ml-1.5 font-normal tabular-nums text-muted">
              {files.length}
              {list.hasNextPage && "+"}
            </span>
          )}
        </h2>
        {canAdd && (
          <>
            <Button variant="ghost" size="sm" onClick={() => chooser.current?.click()}>
              <Paperclip aria-hidden />
              {t("attachments.add")}
            </Button>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              aria-label={t("attachments.add")}
              onChange={({ target }) => {
                onFiles([...(target.files ?? [])]);
                target.value = "";
              }}
            />
          </>
        )}
      </div>
      {uploads.length > 0 && (
        <ul aria-label={t("attachments.onTheirWay")}>
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
      {list.isPending ? (
        <Loading label={t("common.loading")} className="py-2">
          <Skeleton className="h-4 w-1/2" />
        </Loading>
      ) : list.isError ? (
        <RegionFailed error={list.error} onRetry={() => void list.refetch()} />
      ) : files.length === 0 && uploads.length === 0 ? (
        <p className="text-sm text-muted">
          {canAdd ? t("attachments.emptyHint") : t("attachments.empty")}
        </p>
      ) : (
        <ul aria-label={t("attachments.title")}>
          {files.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              sender={
                members.find(({ id }) => id === file.uploaded_by)?.name ?? t("tasks.formerMember")
              }
              onOpen={previewOf(file.mime_type) && (() => setOpen(file))}
              onDelete={canDelete(file) ? () => remove(file) : undefined}
            />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <LoadMore
          label={t("attachments.more")}
          pending={list.isFetchingNextPage}
          onLoad={() => void list.fetchNextPage()}
        />
      )}
      {open && (
        <Lightbox
          files={viewable}
          open={open}
          onOpen={setOpen}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}
