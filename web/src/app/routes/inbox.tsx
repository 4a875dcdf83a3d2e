import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { ReceivedState } from "#/features/invitations/received-page.tsx";
import { paths } from "#/lib/paths.ts";

/** What waits for an answer of one's own. */
export function InboxRoute() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title={t("inbox.title")} />
      <ReceivedState
        onJoined={({ slug }) => void navigate(paths.projects(slug))}
        emptyTitle={t("inbox.emptyTitle")}
        emptyText={t("inbox.emptyText")}
      />
    </>
  );
}
