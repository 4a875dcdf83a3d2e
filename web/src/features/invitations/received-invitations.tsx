import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ReceivedList } from "./components/received-list.tsx";
import { invitationQueries } from "./queries.ts";

interface ReceivedInvitationsProps {
  onJoined: (organization: { slug: string }) => void;
}

/** The same inside another page: only if there are any, for they are an offer there and no subject. */
export function ReceivedInvitations({ onJoined }: ReceivedInvitationsProps) {
  const { t } = useTranslation();
  const { data: invitations = [] } = useQuery(invitationQueries.received());
  if (invitations.length === 0) return undefined;
  return (
    <section aria-label={t("invitation.received")} className="mt-6">
      <h2 className="mb-2 text-sm font-strong">{t("invitation.waiting")}</h2>
      <ReceivedList invitations={invitations} onJoined={onJoined} />
    </section>
  );
}
