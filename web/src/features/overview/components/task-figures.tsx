import type { TaskStatistics } from "@flowdesk/types/statistics";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { StatTile } from "#/components/ui/stat-tile.tsx";
import { formatNumber, toDay } from "#/lib/format.ts";
import { paths, type TaskViewSearch } from "#/lib/paths.ts";
import { addDays } from "#/lib/zoned.ts";
import { openCategories } from "../open-categories.ts";

interface TaskFiguresProps {
  slug: string;
  statistics: TaskStatistics;
}

/** The figures that somebody acts on, each a way to the tasks behind it. */
export function TaskFigures({ slug, statistics }: TaskFiguresProps) {
  const { t, i18n } = useTranslation();
  const today = toDay(new Date());
  const soon = `${today}..${addDays(today, 7)}`;
  const open = { category: openCategories };
  const figures: [label: string, value: number, search: TaskViewSearch][] = [
    [t("overview.open"), statistics.open, open],
    [t("overview.overdue"), statistics.overdue, { ...open, due: "overdue", order: "due" }],
    [t("overview.dueSoon"), statistics.due_soon, { ...open, due: soon, order: "due" }],
    [t("overview.unassigned"), statistics.unassigned, { ...open, assignee: "none" }],
    [t("overview.completed"), statistics.completed, { category: "done" }],
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {figures.map(([label, value, search]) => (
        <li key={label} className="min-w-0">
          <StatTile
            label={label}
            value={formatNumber(value, i18n.language)}
            link={<Link {...paths.tasks(slug, "list", search)}>{label}</Link>}
          />
        </li>
      ))}
    </ul>
  );
}
