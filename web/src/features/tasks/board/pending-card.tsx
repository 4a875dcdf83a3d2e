import { CloudUpload } from "lucide-react";
import { useTranslation } from "react-i18next";

/** A task that the server has not answered yet: it has no number, and nothing can be done with it. */
export function PendingCard({ title, isWaiting }: { title: string; isWaiting: boolean }) {
  const { t } = useTranslation();
  return (
    <li className="rounded-[8px] border border-dashed border-hairline-strong bg-raised px-3 py-2">
      <p className="line-clamp-3 text-sm break-words text-muted">{title}</p>
      {isWaiting && (
        <p className="mt-2 flex items-center gap-1.5 text-xs text-warning">
          <CloudUpload className="size-3.5" aria-hidden />
          {t("tasks.waiting")}
        </p>
      )}
    </li>
  );
}
