import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import type { ReceivedInvitation } from "../queries.ts";
import { AnswerButtons } from "./answer-buttons.tsx";

interface ReceivedListProps {
  invitations: readonly ReceivedInvitation[];
  onJoined: (organization: { slug: string }) => void;
}

/** Organizations that wait for an answer. */
export function ReceivedList({ invitations, onJoined }: ReceivedListProps) {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-col gap-3">
      {invitations.map(({ id, organization_name: organization, inviter_name, role_name }) => (
        <li key={id} className="rounded-panel border border-hairline bg-surface p-4">
          <div className="flex items-start gap-3">
            <Avatar name={organization} shape="square" decorative />
            <div className="min-w-0 flex-1">
              <p className="font-strong break-words">{organization}</p>
              <p className="text-sm break-words text-muted">
                {inviter_name
                  ? t("invitation.line", { inviter: inviter_name, role: role_name })
                  : t("invitation.lineNobody", { role: role_name })}
              </p>
            </div>
          </div>
          <div className="mt-3">
            <AnswerButtons name={{ id }} onJoined={onJoined} />
          </div>
        </li>
      ))}
    </ul>
  );
}
