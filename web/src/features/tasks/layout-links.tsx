import { type TaskLayout, taskLayouts } from "@flowdesk/types/task-filters";
import { Link } from "@tanstack/react-router";
import { CalendarDays, Columns3, type LucideIcon, Rows3 } from "lucide-react";
import { useTranslation } from "react-i18next";

const icons: Record<TaskLayout, LucideIcon> = {
  list: Rows3,
  board: Columns3,
  calendar: CalendarDays,
};

/** A layout by its name. */
export function layoutOf(name: string | undefined): TaskLayout | undefined {
  return taskLayouts.find((layout) => layout === name);
}

/** The same tasks as a list, a board or a calendar; the filter goes along. */
export function LayoutLinks({ current }: { current: TaskLayout }) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t("views.layouts")}
      className="flex shrink-0 rounded-control bg-surface-2 p-0.5"
    >
      {taskLayouts.map((layout) => {
        const Icon = icons[layout];
        return (
          <Link
            key={layout}
            to="."
            params={(before) => ({ ...before, layout })}
            search={(before) => before}
            aria-current={layout === current ? "page" : undefined}
            aria-label={t(`views.layout.${layout}`)}
            title={t(`views.layout.${layout}`)}
            className="flex h-6 items-center gap-1.5 rounded-[5px] px-2 text-sm text-muted transition-colors hover:text-text aria-[current=page]:bg-raised aria-[current=page]:text-text aria-[current=page]:shadow-card pointer-coarse:h-9"
          >
            <Icon className="size-3.5" aria-hidden />
            <span className="max-lg:hidden">{t(`views.layout.${layout}`)}</span>
          </Link>
        );
      })}
    </nav>
  );
}
