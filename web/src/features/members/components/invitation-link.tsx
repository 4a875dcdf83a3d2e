import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Input } from "#/components/ui/input.tsx";
import { formatAgo } from "#/lib/format.ts";
import { invitationUrl } from "#/lib/paths.ts";
import type { IssuedInvitation } from "../mutations.ts";

/** The link of an invitation, told once: only its hash is kept. */
export function InvitationLink({ issued }: { issued: IssuedInvitation }) {
  const { t, i18n } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const url = invitationUrl(issued.token);
  return (
    <div>
      <p className="text-base break-words">{t("members.invited", { email: issued.email })}</p>
      <div className="mt-3 flex gap-2">
        <Input
          readOnly
          value={url}
          aria-label={t("members.invitationLink")}
          onFocus={({ target }) => target.select()}
          className="font-mono text-xs"
        />
        <Button
          onClick={async () => {
            await navigator.clipboard.writeText(url);
            setCopied(true);
          }}
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {isCopied ? t("members.copied") : t("members.copyLink")}
        </Button>
      </div>
      <p className="mt-2 text-xs text-muted">
        {t("members.linkExpires", { when: formatAgo(issued.expires_at, i18n.language) })}
      </p>
    </div>
  );
}
