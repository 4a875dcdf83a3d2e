import { CircleDollarSign } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { DataTable } from "#/components/ui/data-table.tsx";
import type { TableColumn } from "#/components/ui/data-table-columns.ts";
import { formatDuration } from "#/lib/duration.ts";
import { formatDay } from "#/lib/format.ts";
import { dayIn, formatTimeIn } from "#/lib/zoned.ts";
import { useWorkWords } from "../components/use-work-words.ts";
import { WorkLabel } from "../components/work-label.tsx";
import type { TimeEntry } from "../queries.ts";
import { TickingClock } from "../timer/ticking-clock.tsx";
import { EntryMenu } from "./entry-menu.tsx";

interface EntryTableProps {
  entries: readonly TimeEntry[];
  timezone: string;
  userId: string;
  /** Present where the entries are not all one's own. */
  members: readonly { id: string; name: string }[] | undefined;
  onEdit: (entry: TimeEntry) => void;
  /** Under the last row. */
  children?: ReactNode;
}

/** One row an entry; pressing it opens it. */
export function EntryTable({
  entries,
  timezone,
  userId,
  members,
  onEdit,
  children,
}: EntryTableProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const wordsOf = useWorkWords();
  const columns = useMemo((): TableColumn<TimeEntry>[] => {
    const names = new Map(members?.map(({ id, name }) => [id, name]));
    return [
      {
        id: "work",
        header: t("time.work"),
        cell: (entry) => <WorkLabel work={entry} description={entry.description} />,
      },
      ...(members
        ? [
            {
              id: "person",
              header: t("time.person"),
              width: 168,
              isWide: true,
              cell: ({ user_id }: TimeEntry) => (
                <Person name={names.get(user_id) ?? t("projects.formerMember")} />
              ),
            },
          ]
        : []),
      {
        id: "billable",
        header: t("time.billable"),
        width: 96,
        isWide: true,
        cell: ({ is_billable }) =>
          is_billable && (
            <span title={t("time.billable")}>
              <CircleDollarSign className="size-4 text-muted" aria-hidden />
              <span className="sr-only">{t("time.billable")}</span>
            </span>
          ),
      },
      {
        id: "day",
        header: t("time.day"),
        width: 80,
        align: "end",
        cell: ({ started_at }) => formatDay(dayIn(new Date(started_at), timezone), language),
      },
      {
        id: "span",
        header: t("time.span"),
        width: 152,
        isWide: true,
        align: "end",
        cell: ({ started_at, ended_at }) => (
          <span className="text-muted">
            {formatTimeIn(started_at, language, timezone)}–
            {ended_at ? formatTimeIn(ended_at, language, timezone) : "…"}
          </span>
        ),
      },
      {
        id: "duration",
        header: t("time.duration"),
        width: 84,
        align: "end",
        cell: ({ started_at, ended_at }) =>
          ended_at === null ? (
            <span className="text-running">
              <TickingClock since={started_at} />
            </span>
          ) : (
            formatDuration((Date.parse(ended_at) - Date.parse(started_at)) / 60_000, language)
          ),
      },
    ];
  }, [members, timezone, language, t]);

  return (
    <DataTable
      label={t("time.entries")}
      name="time"
      rows={entries}
      columns={columns}
      isSortedElsewhere
      nameOf={wordsOf}
      renderLink={(entry, { className, ...look }) => (
        <button
          type="button"
          className={`${className} w-full text-left font-normal!`}
          onClick={() => onEdit(entry)}
          {...look}
        />
      )}
      actions={(entry) => <EntryMenu entry={entry} userId={userId} onEdit={() => onEdit(entry)} />}
    >
      {children}
    </DataTable>
  );
}

function Person({ name }: { name: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={name} size="sm" decorative />
      <span className="truncate">{name}</span>
    </span>
  );
}
