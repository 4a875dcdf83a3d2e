import { topics } from "@flowdesk/types/topics";
import { Link, Outlet } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { TabLinks, tabLinkLook } from "#/components/ui/tab-links.tsx";
import { newEntry } from "#/features/time/entries/entry-form.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { useTimeWorld } from "../use-time-world.ts";

const EntryDialog = lazy(async () => ({
  default: (await import("#/features/time/entries/entry-dialog.tsx")).EntryDialog,
}));

/** The frame of the pages about time, with the way to book some. */
export function TimeRoute() {
  const { t } = useTranslation();
  const { id, slug, can } = useOrganization();
  const { userId, timezone, projects, members, mayManage } = useTimeWorld();
  const [isAdding, setAdding] = useState(false);
  // What colleagues book is told to those who see money.
  useLiveTopic(id, mayManage && can("invoices.read") ? topics.money(id) : undefined);
  const mayBook = (can("time.track") || mayManage) && projects.length > 0;
  return (
    <>
      <PageHeader
        title={t("time.title")}
        actions={
          mayBook && (
            <Button variant="primary" onClick={() => setAdding(true)}>
              <Plus aria-hidden />
              {t("time.add")}
            </Button>
          )
        }
      />
      <TabLinks label={t("time.title")}>
        <Link
          {...paths.timesheet(slug)}
          activeOptions={{ exact: true, includeSearch: false }}
          className={tabLinkLook}
        >
          {t("time.timesheet")}
        </Link>
        <Link
          {...paths.timeEntries(slug)}
          activeOptions={{ includeSearch: false }}
          className={tabLinkLook}
        >
          {t("time.entries")}
        </Link>
      </TabLinks>
      <Outlet />
      <Suspense>
        {isAdding && (
          <EntryDialog
            initial={newEntry(userId, timezone)}
            timezone={timezone}
            projects={projects}
            members={mayManage ? members : undefined}
            onClose={() => setAdding(false)}
          />
        )}
      </Suspense>
    </>
  );
}
