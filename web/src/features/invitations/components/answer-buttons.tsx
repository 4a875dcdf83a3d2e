import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { type InvitationName, useAcceptInvitation, useDeclineInvitation } from "../mutations.ts";

interface AnswerButtonsProps {
  name: InvitationName;
  onJoined: (organization: { slug: string }) => void;
  onDeclined?: () => void;
}

/** Yes or no, and what the server said against it. */
export function AnswerButtons({ name, onJoined, onDeclined }: AnswerButtonsProps) {
  const { t } = useTranslation();
  const accept = useAcceptInvitation();
  const decline = useDeclineInvitation();
  const error = accept.error ?? decline.error;
  const isBusy = accept.isPending || decline.isPending;
  return (
    <div className="flex flex-col gap-3">
      {error && <Callout meaning="danger">{describeError(asAppError(error), t)}</Callout>}
      <div className="flex gap-2">
        <Button
          variant="primary"
          pending={accept.isPending}
          disabled={isBusy}
          onClick={() => accept.mutate(name, { onSuccess: onJoined })}
        >
          {t("invitation.accept")}
        </Button>
        <Button
          variant="ghost"
          pending={decline.isPending}
          disabled={isBusy}
          onClick={() => decline.mutate(name, { onSuccess: () => onDeclined?.() })}
        >
          {t("invitation.decline")}
        </Button>
      </div>
    </div>
  );
}
