import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { CreateRoleDialog } from "./components/create-role-dialog.tsx";
import { RoleMatrix } from "./components/role-matrix.tsx";
import { peopleQueries, type Role } from "./queries.ts";
import { useRoleDrafts } from "./role-drafts.ts";
import { useSetPermissions } from "./role-mutations.ts";

/** What each role may do. */
export function RolesPage() {
  const { t } = useTranslation();
  useDocumentTitle(t("roles.title"));
  const { id } = useOrganization();
  const roles = useQuery(peopleQueries.roles(id));
  if (roles.isPending) {
    return (
      <Loading label={t("common.loading")} className="p-4 md:p-6">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="mt-8 h-80 w-full" />
      </Loading>
    );
  }
  if (roles.isError) {
    return (
      <div className="p-4 md:p-6">
        <RegionFailed error={roles.error} onRetry={() => void roles.refetch()} />
      </div>
    );
  }
  return <Roles roles={roles.data} />;
}

function Roles({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const [isAdding, setAdding] = useState(false);
  const drafts = useRoleDrafts(roles);
  const save = useSetPermissions(id);
  const { changes } = drafts;

  const send = async () => {
    await announce(save.mutateAsync(changes), t, t("roles.saved", { count: changes.length }));
    drafts.clear();
  };

  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-4 md:px-6">
        <p className="max-w-[64ch] text-sm text-pretty text-muted">
          {can("roles.manage") ? t("roles.intro") : t("roles.introReader")}
        </p>
        {can("roles.manage") && (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            {t("roles.add")}
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has only keys must be able to scroll it */}
      <section aria-label={t("roles.title")} tabIndex={0} className="min-h-0 flex-1 overflow-auto">
        <RoleMatrix
          roles={roles}
          isHeld={drafts.isHeld}
          isChanged={drafts.isChanged}
          onToggle={drafts.toggle}
        />
      </section>
      {changes.length > 0 && (
        <div
          role="status"
          className="flex animate-appear flex-wrap items-center justify-between gap-3 border-t border-hairline bg-surface px-4 py-3 md:px-6"
        >
          <span className="text-sm">{t("roles.unsaved", { count: changes.length })}</span>
          <span className="flex gap-2">
            <Button variant="ghost" onClick={drafts.clear}>
              {t("roles.discard")}
            </Button>
            <Button variant="primary" pending={save.isPending} onClick={() => void send()}>
              {t("common.save")}
            </Button>
          </span>
        </div>
      )}
      <CreateRoleDialog roles={roles} open={isAdding} onClose={() => setAdding(false)} />
    </div>
  );
}
