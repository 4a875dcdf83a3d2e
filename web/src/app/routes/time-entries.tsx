import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { EntriesPage } from "#/features/time/entries/entries-page.tsx";
import { EntryDialog } from "#/features/time/entries/entry-dialog.tsx";
import { formOf, newEntry } from "#/features/time/entries/entry-form.ts";
import type { TimeEntry } from "#/features/time/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useTimeWorld } from "../use-time-world.ts";

const route = getRouteApi("/inside/o/$slug/time/entries");

export function TimeEntriesRoute() {
  const { slug } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { can } = useOrganization();
  const { userId, projects, members, timezone, mayManage } = useTimeWorld();
  const [opened, setOpened] = useState<TimeEntry | "new">();
  const mayBook = (can("time.track") || mayManage) && projects.length > 0;
  return (
    <>
      <EntriesPage
        userId={userId}
        timezone={timezone}
        projects={projects}
        members={members}
        search={search}
        onSearch={(next) => void navigate({ ...paths.timeEntries(slug, next), replace: true })}
        onAdd={mayBook ? () => setOpened("new") : undefined}
        onEdit={setOpened}
      />
      {opened && (
        <EntryDialog
          entry={opened === "new" ? undefined : opened}
          initial={opened === "new" ? newEntry(userId, timezone) : formOf(opened, timezone)}
          timezone={timezone}
          projects={projects}
          members={mayManage ? members : undefined}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}
