import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Download, ExternalLink, X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { previewOf } from "../file-kinds.ts";
import { type Attachment, attachmentQueries } from "../queries.ts";
import { saveFile } from "../save-file.ts";

interface LightboxProps {
  /** Those that can be looked at, in the order of the page. */
  files: readonly Attachment[];
  open: Attachment;
  onOpen: (file: Attachment) => void;
  onClose: () => void;
}

/** A picture or document over the page; the arrow keys go to the next one. */
export function Lightbox({ files, open, onOpen, onClose }: LightboxProps) {
  const { t } = useTranslation();
  const at = files.findIndex(({ id }) => id === open.id);
  const go = (by: number) => {
    const next = files[at + by];
    if (next) onOpen(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-appear bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className="fixed inset-2 z-50 flex animate-pop flex-col overflow-hidden rounded-panel bg-raised shadow-float outline-none md:inset-8"
        >
          <header className="flex items-center gap-1 border-b border-hairline py-2 pr-2 pl-4">
            <Dialog.Title className="min-w-0 flex-1 truncate text-base font-strong">
              {open.name}
            </Dialog.Title>
            {files.length > 1 && (
              <>
                <IconButton
                  label={t("attachments.previous")}
                  icon={<ChevronLeft />}
                  disabled={at <= 0}
                  onClick={() => go(-1)}
                />
                <IconButton
                  label={t("attachments.next")}
                  icon={<ChevronRight />}
                  disabled={at >= files.length - 1}
                  onClick={() => go(1)}
                />
              </>
            )}
            <SaveButton file={open} />
            <Dialog.Close asChild>
              <IconButton label={t("common.close")} icon={<X />} />
            </Dialog.Close>
          </header>
          <Preview key={open.id} file={open} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Saves a file; what goes wrong is said. */
export function SaveButton({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  return (
    <IconButton
      label={t("attachments.download", { name: file.name })}
      icon={<Download />}
      onClick={() =>
        saveFile(file).catch((error: unknown) => {
          toast.error(describeError(asAppError(error), t));
        })
      }
    />
  );
}

function Preview({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  // As it was when the preview opened: a document would begin anew with each new address.
  const url = useQuery({
    ...attachmentQueries.url(org, file.path),
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
  if (url.isPending) {
    return (
      <Loading label={t("common.loading")} className="flex-1 p-6">
        <Skeleton className="size-full" />
      </Loading>
    );
  }
  if (url.isError) return <RegionFailed error={url.error} onRetry={() => void url.refetch()} />;
  if (previewOf(file.mime_type) === "pdf") {
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        {/* The browser's own viewer, of another origin than the page. */}
        <iframe src={url.data} title={file.name} className="min-h-0 flex-1 bg-surface-2" />
        <div className="flex justify-end border-t border-hairline p-2">
          <Button asChild variant="ghost" size="sm">
            <a href={url.data} target="_blank" rel="noopener noreferrer">
              <ExternalLink aria-hidden />
              {t("attachments.openInTab")}
            </a>
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center bg-surface-2 p-4">
      <img src={url.data} alt={file.name} className="max-h-full max-w-full object-contain" />
    </div>
  );
}
