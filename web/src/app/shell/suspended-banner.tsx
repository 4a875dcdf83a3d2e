import { useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";

/** Says why nothing can be changed: the operators suspended the organization. Everything can be read. */
export function SuspendedBanner() {
  const { t } = useTranslation();
  const { id, name } = useOrganization();
  const { data: organizations } = useQuery(organizationQueries.mine());
  const isSuspended = organizations?.find((each) => each.id === id)?.is_active === false;
  return (
    <div role="status">
      {isSuspended && (
        <p className="flex items-start justify-center gap-2 bg-warning-soft px-4 py-1.5 text-sm text-warning">
          <Lock className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span className="min-w-0 text-pretty break-words">{t("shell.suspended", { name })}</span>
        </p>
      )}
    </div>
  );
}
