import type { TaskFilter } from "@flowdesk/types/task-filters";
import { SlidersHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import type { TaskScope } from "./conditions.ts";
import { usualDirections } from "./task-sort.ts";
import { groupingsOf, ordersOf, type TaskView } from "./task-view.ts";

interface DisplayMenuProps {
  scope: TaskScope;
  filter: TaskFilter;
  view: TaskView;
  /** The columns of a board are its groups. */
  canGroup: boolean;
  onChange: (filter: TaskFilter) => void;
}

/** How the tasks are grouped and put in order. */
export function DisplayMenu({ scope, filter, view, canGroup, onChange }: DisplayMenuProps) {
  const { t } = useTranslation();
  const { order } = view;
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="sm" aria-label={t("views.display")}>
          <SlidersHorizontal aria-hidden />
          <span className="max-md:hidden">{t("views.display")}</span>
        </Button>
      }
    >
      {canGroup && (
        <>
          <MenuLabel>{t("views.groupBy")}</MenuLabel>
          <MenuChoice
            value={view.group}
            onValueChange={(group) => onChange({ ...filter, group })}
            options={groupingsOf(scope).map((value) => ({
              value,
              label: t(`views.groups.${value}`),
            }))}
          />
          <MenuSeparator />
        </>
      )}
      <MenuLabel>{t("views.orderBy")}</MenuLabel>
      <MenuChoice
        value={order}
        onValueChange={(chosen) => {
          const { direction: _former, ...rest } = filter;
          onChange({ ...rest, order: chosen });
        }}
        options={ordersOf(scope, view.group).map((value) => ({
          value,
          label: t(`views.orders.${value}`),
        }))}
      />
      {order !== "position" && (
        <>
          <MenuSeparator />
          <MenuLabel>{t("views.direction")}</MenuLabel>
          <MenuChoice
            value={view.direction}
            onValueChange={(direction) => {
              const { direction: _former, ...rest } = filter;
              onChange(direction === usualDirections[order] ? rest : { ...rest, direction });
            }}
            options={(["asc", "desc"] as const).map((value) => ({
              value,
              label: t(`views.directions.${order}.${value}`),
            }))}
          />
        </>
      )}
    </Menu>
  );
}
