import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { stopPreview, useRolePreview } from "#/lib/role-preview.ts";

/** Says that one looks through another role's eyes, and leads back. */
export function PreviewBanner() {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const preview = useRolePreview(id);
  if (!preview) return undefined;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-running-soft px-4 py-1.5 text-sm text-running"
    >
      <span className="flex min-w-0 items-center gap-2">
        <Eye className="size-4 shrink-0" aria-hidden />
        {t("roles.previewing", { name: preview.name })}
      </span>
      <Button size="sm" onClick={stopPreview}>
        {t("roles.stopPreview")}
      </Button>
    </div>
  );
}
