import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { formatDuration } from "#/lib/duration.ts";
import { formatDay, weekStartsOn } from "#/lib/format.ts";
import { addDays, dayIn, weekOf } from "#/lib/zoned.ts";

interface WeekBarProps {
  week: string;
  timezone: string;
  /** The week's figures; undefined while they are on their way. */
  totals: readonly { seconds: number; billable_seconds: number }[] | undefined;
  userId: string;
  personId: string;
  members: readonly { id: string; name: string }[] | undefined;
  onWeek: (week: string) => void;
  onPerson: (personId: string) => void;
}

/** Which week it is and whose, and what it comes to. */
export function WeekBar(props: WeekBarProps) {
  const { week, timezone, totals, userId, personId, members, onWeek, onPerson } = props;
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const current = weekOf(dayIn(new Date(), timezone), weekStartsOn(language));
  const sum = (part: "seconds" | "billable_seconds") =>
    formatDuration((totals?.reduce((all, row) => all + row[part], 0) ?? 0) / 60, language);

  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-hairline px-4 py-2 md:px-6">
      <div className="flex items-center gap-1">
        <IconButton
          label={t("time.weekBefore")}
          icon={<ChevronLeft />}
          onClick={() => onWeek(addDays(week, -7))}
        />
        <IconButton
          label={t("time.weekAfter")}
          icon={<ChevronRight />}
          onClick={() => onWeek(addDays(week, 7))}
        />
        <h2 className="px-1 text-sm font-strong tabular-nums">
          {t("time.weekRange", {
            from: formatDay(week, language),
            to: formatDay(addDays(week, 6), language),
          })}
        </h2>
        {week !== current && (
          <Button size="sm" variant="ghost" onClick={() => onWeek(current)}>
            {t("time.thisWeek")}
          </Button>
        )}
      </div>
      {members && (
        <div className="w-52">
          <Combobox
            label={t("time.person")}
            value={personId}
            onValueChange={onPerson}
            options={members.map((member) => ({
              value: member.id,
              label: member.name,
              icon: <Avatar name={member.name} size="sm" decorative />,
              ...(member.id === userId ? { aside: t("members.you") } : {}),
            }))}
          />
        </div>
      )}
      <dl className="ml-auto flex items-baseline gap-4 text-sm tabular-nums" aria-live="polite">
        <div className="flex items-baseline gap-1.5">
          <dt className="text-muted">{t("time.total")}</dt>
          <dd className="font-strong">{totals ? sum("seconds") : "…"}</dd>
        </div>
        <div className="flex items-baseline gap-1.5">
          <dt className="text-muted">{t("time.billable")}</dt>
          <dd>{totals ? sum("billable_seconds") : "…"}</dd>
        </div>
      </dl>
    </div>
  );
}
