import { CircleCheck, Clock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { announce } from "#/lib/announce.ts";
import { formatAgo } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Domain, useRemoveDomain, useSetPrimaryDomain } from "../domain-queries.ts";

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
      {!domain.verified_at && <DnsRecord domain={domain} />}
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

/** What whoever keeps the domain's DNS has to enter. */
function DnsRecord({ domain }: { domain: Domain }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="mt-3 rounded-control bg-surface-2 p-3 text-sm">
      <p className="text-muted">{t("domains.record")}</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">{t("domains.recordType")}</dt>
        <dd className="font-mono">TXT</dd>
        <dt className="text-muted">{t("domains.recordName")}</dt>
        <dd className="font-mono break-all select-all">_flowdesk.{domain.hostname}</dd>
        <dt className="text-muted">{t("domains.recordValue")}</dt>
        <dd className="font-mono break-all select-all">{domain.verification_token}</dd>
      </dl>
      {domain.checked_at && (
        <p className="mt-2 text-xs text-muted">
          {t("domains.checked", { when: formatAgo(domain.checked_at, i18n.language) })}
        </p>
      )}
    </div>
  );
}
