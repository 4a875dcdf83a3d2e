import { verificationRecordName } from "@flowdesk/types/domains";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatAgo } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Domain, useVerifyDomain } from "../domain-queries.ts";

/** What whoever keeps the domain's DNS has to enter, and what DNS says of it. */
export function DomainProof({ domain }: { domain: Domain }) {
  const { t, i18n } = useTranslation();
  const { can } = useOrganization();
  return (
    <div className="mt-3 rounded-control bg-surface-2 p-3 text-sm">
      <p className="text-muted">{t("domains.record")}</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">{t("domains.recordType")}</dt>
        <dd className="font-mono">TXT</dd>
        <dt className="text-muted">{t("domains.recordName")}</dt>
        <dd className="font-mono break-all select-all">
          {verificationRecordName(domain.hostname)}
        </dd>
        <dt className="text-muted">{t("domains.recordValue")}</dt>
        <dd className="font-mono break-all select-all">{domain.verification_token}</dd>
      </dl>
      {domain.checked_at && (
        <p className="mt-2 text-xs text-muted">
          {t("domains.checked", { when: formatAgo(domain.checked_at, i18n.language) })}
        </p>
      )}
      {can("domains.manage") && <DnsCheck domain={domain} />}
    </div>
  );
}

function DnsCheck({ domain: { id, hostname } }: { domain: Domain }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const verify = useVerifyDomain(organization.id);
  // With success this row shows no proof any more, so the news stands elsewhere.
  const check = async () => {
    const seen = await verify.mutateAsync(id).catch(() => undefined);
    if (seen?.verified_at) toast.success(t("domains.nowVerified", { hostname }));
  };
  return (
    <div className="mt-3 flex flex-col items-start gap-3">
      <Button size="sm" pending={verify.isPending} onClick={() => void check()}>
        {verify.isPending ? t("domains.checking") : t("domains.check")}
      </Button>
      {verify.isError && (
        <Callout meaning="danger">{describeError(asAppError(verify.error), t)}</Callout>
      )}
      {verify.data && !verify.data.verified_at && <NotYet seen={verify.data.records_seen} />}
    </div>
  );
}

function NotYet({ seen }: { seen: readonly string[] }) {
  const { t } = useTranslation();
  if (seen.length === 0) return <Callout meaning="warning">{t("domains.notYetEmpty")}</Callout>;
  return (
    <Callout meaning="warning">
      {t("domains.notYetOther")}
      <ul className="mt-1 font-mono text-xs break-all">
        {[...new Set(seen)].map((record) => (
          <li key={record}>{record}</li>
        ))}
      </ul>
    </Callout>
  );
}
