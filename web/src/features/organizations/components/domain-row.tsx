import { CircleCheck, Clock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Domain, useRemoveDomain, useSetPrimaryDomain } from "../domain-queries.ts";
import { DomainProof } from "./domain-proof.tsx";

/** One hostname: whether it is the organization's already, and what its DNS has to say. */
export function DomainRow({ domain }: { domain: Domain }) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  return (
    <li className="border-b border-hairline p-4 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="flex min-w-0 flex-1 basis-48 flex-wrap items-center gap-2">
          <span className="font-strong break-all">{domain.hostname}</span>
          {domain.verified_at ? (
            <Badge meaning="success" icon={<CircleCheck aria-hidden />}>
              {t("domains.verified")}
            </Badge>
          ) : (
            <Badge meaning="warning" icon={<Clock aria-hidden />}>
              {t("domains.waiting")}
            </Badge>
          )}
          {domain.is_primary && <Badge meaning="accent">{t("domains.primary")}</Badge>}
        </span>
        {can("domains.manage") && <DomainActions domain={domain} />}
      </div>
      {!domain.verified_at && <DomainProof domain={domain} />}
    </li>
  );
}

function DomainActions({ domain }: { domain: Domain }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const makePrimary = useSetPrimaryDomain(org);
  const remove = useRemoveDomain(org);
  const { id, hostname } = domain;
  return (
    <span className="flex gap-1">
      {domain.verified_at && !domain.is_primary && (
        <Button
          size="sm"
          variant="ghost"
          pending={makePrimary.isPending}
          onClick={() => void announce(makePrimary.mutateAsync(id), t)}
        >
          {t("domains.makePrimary")}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        {t("domains.remove")}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("domains.removeTitle", { hostname })}
        action={t("domains.removeAction")}
        cancelLabel={t("common.cancel")}
        pending={remove.isPending}
        onConfirm={async () => {
          await announce(remove.mutateAsync(id), t);
          setAsking(false);
        }}
      >
        <p>{t("domains.removeText")}</p>
      </ConfirmDialog>
    </span>
  );
}
