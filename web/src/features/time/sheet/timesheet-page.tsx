import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { dayRangeIn } from "#/lib/zoned.ts";
import type { BookableProject } from "../components/work-fields.tsx";
import { daysOf, timeQueries } from "../queries.ts";
import { AddRow } from "./add-row.tsx";
import { busySpans, type SheetWork, sheetRows, workId } from "./sheet-rows.ts";
import { SheetTable } from "./sheet-table.tsx";
import { WeekBar } from "./week-bar.tsx";

interface TimesheetPageProps {
  userId: string;
  /** Whose week it is. */
  personId: string;
  /** Whose one may see; absent where it is one's own alone. */
  members: readonly { id: string; name: string }[] | undefined;
  /** The first day that is shown. */
  week: string;
  timezone: string;
  projects: readonly BookableProject[];
  onWeek: (week: string) => void;
  onPerson: (personId: string) => void;
}

// What a running timer adds is worth a look each minute.
const refreshMs = 60_000;

/** A week of somebody's work: projects and tasks down, days across. Typing into a cell books. */
export function TimesheetPage(props: TimesheetPageProps) {
  const { userId, personId, members, week, timezone, projects, onWeek, onPerson } = props;
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const days = useMemo(() => daysOf(week), [week]);
  const range = useMemo(
    () => ({
      start: dayRangeIn(days[0] ?? week, timezone).start,
      end: dayRangeIn(days[6] ?? week, timezone).end,
    }),
    [days, week, timezone],
  );
  const entries = useQuery(timeQueries.week(id, personId, range));
  const isTicking = entries.data?.some(({ ended_at }) => ended_at === null) ?? false;
  const sheet = useQuery({
    ...timeQueries.sheet(id, personId, week),
    refetchInterval: isTicking ? refreshMs : false,
  });
  // Rows that were asked for and hold nothing yet.
  const [added, setAdded] = useState<readonly SheetWork[]>([]);
  const rows = useMemo(
    () => sheetRows(entries.data ?? [], added, days, timezone, sheet.dataUpdatedAt || Date.now()),
    [entries.data, added, days, timezone, sheet.dataUpdatedAt],
  );
  const busy = useMemo(() => busySpans(entries.data ?? []), [entries.data]);
  const failed = [entries, sheet].find(({ isError }) => isError);
  const mayBook = can("time.manage") || (personId === userId && can("time.track"));

  return (
    <>
      <WeekBar
        week={week}
        timezone={timezone}
        totals={sheet.data}
        userId={userId}
        personId={personId}
        members={members}
        onWeek={onWeek}
        onPerson={onPerson}
      />
      {failed ? (
        <div className="p-4 md:px-6">
          <RegionFailed
            error={failed.error}
            onRetry={() => {
              void entries.refetch();
              void sheet.refetch();
            }}
          />
        </div>
      ) : !entries.data || !sheet.data ? (
        <Loading label={t("common.loading")} className="px-4 pt-6 md:px-6">
          {["w-1/3", "w-1/4", "w-2/5"].map((width) => (
            <div key={width} className="flex h-11 items-center gap-8">
              <Skeleton className={`h-4 ${width}`} />
              <Skeleton className="ml-auto h-4 w-1/3" />
            </div>
          ))}
        </Loading>
      ) : (
        <div className="min-h-0 flex-1 overflow-auto pb-8">
          <SheetTable
            // Another week or person is another sheet: nothing half typed goes along.
            key={`${personId}:${week}`}
            rows={rows}
            days={days}
            totals={sheet.data}
            busy={busy}
            personId={personId}
            timezone={timezone}
            mayBook={mayBook}
          />
          {mayBook && (
            <AddRow
              projects={projects}
              onAdd={(work) =>
                setAdded((known) => [
                  ...known.filter((each) => workId(each) !== workId(work)),
                  work,
                ])
              }
            />
          )}
        </div>
      )}
    </>
  );
}
