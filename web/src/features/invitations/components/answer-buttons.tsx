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

  // Awaited here: callbacks of `mutate` fall silent when the answered invitation leaves its list.
  const join = async () => onJoined(await accept.mutateAsync(name));
  const refuse = async () => {
    await decline.mutateAsync(name);
    onDeclined?.();
  };
  const leaveToCallout = () => {
    // `error` above says what went wrong.
  };

  return (
    <div className="flex flex-col gap-3">
      {error && <Callout meaning="danger">{describeError(asAppError(error), t)}</Callout>}
      <div className="flex gap-2">
        <Button
          variant="primary"
          pending={accept.isPending}
          disabled={isBusy}
          onClick={() => void join().catch(leaveToCallout)}
        >
          {t("invitation.accept")}
        </Button>
        <Button
          variant="ghost"
          pending={decline.isPending}
          disabled={isBusy}
          onClick={() => void refuse().catch(leaveToCallout)}
        >
          {t("invitation.decline")}
        </Button>
      </div>
    </div>
  );
}
