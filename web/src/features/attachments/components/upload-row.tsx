import { CircleAlert, RotateCw, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { describeError } from "#/lib/form-errors.ts";
import { formatSize } from "../file-kinds.ts";
import { cancelUpload, retryUpload, type Upload } from "../uploads.ts";

/** A file on its way: how far it is, or why it does not go on. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { t, i18n } = useTranslation();
  const { id, file, state, progress, error } = upload;
  const hasEnded = state === "failed" || state === "refused";
  return (
    <li className="flex items-center gap-3 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 text-sm">
          <span className="min-w-0 truncate">{file.name}</span>
          <span className="shrink-0 text-xs tabular-nums text-muted">
            {formatSize(file.size, i18n.language)}
          </span>
        </p>
        {hasEnded ? (
          <p role="alert" className="mt-0.5 flex items-start gap-1.5 text-xs text-danger">
            <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {error ? describeError(error, t) : t("errors.unknown")}
          </p>
        ) : (
          <Progress
            label={t("attachments.uploading", { name: file.name })}
            value={state === "waiting" ? 0 : progress}
            className="mt-1.5"
          />
        )}
      </div>
      {state === "failed" && (
        <IconButton
          size="sm"
          label={t("attachments.retry", { name: file.name })}
          icon={<RotateCw />}
          onClick={() => retryUpload(id)}
        />
      )}
      <IconButton
        size="sm"
        label={t(hasEnded ? "attachments.dismiss" : "attachments.cancel", { name: file.name })}
        icon={<X />}
        onClick={() => cancelUpload(id)}
      />
    </li>
  );
}
