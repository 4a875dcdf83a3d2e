import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { ReceivedList } from "./components/received-list.tsx";
import { invitationQueries } from "./queries.ts";

interface ReceivedPageProps {
  onJoined: (organization: { slug: string }) => void;
}

/** What one was invited to. */
export function ReceivedPage({ onJoined }: ReceivedPageProps) {
  const { t } = useTranslation();
  useDocumentTitle(t("invitation.received"));
  return (
    <ReceivedState
      onJoined={onJoined}
      emptyTitle={t("invitation.emptyTitle")}
      emptyText={t("invitation.emptyText")}
    />
  );
}

interface ReceivedStateProps extends ReceivedPageProps {
  emptyTitle: string;
  emptyText: string;
}

/** The invitations that wait for an answer, or that there are none, in the words of the page around. */
export function ReceivedState({ onJoined, emptyTitle, emptyText }: ReceivedStateProps) {
  const { t } = useTranslation();
  const received = useQuery(invitationQueries.received());
  return (
    <SettingsColumn>
      {received.isPending ? (
        <Loading label={t("common.loading")}>
          <Skeleton className="h-28 w-full" />
        </Loading>
      ) : received.isError ? (
        <RegionFailed error={received.error} onRetry={() => void received.refetch()} />
      ) : received.data.length === 0 ? (
        <EmptyState drawing={<NothingDrawing />} title={emptyTitle}>
          {emptyText}
        </EmptyState>
      ) : (
        <ReceivedList invitations={received.data} onJoined={onJoined} />
      )}
    </SettingsColumn>
  );
}
