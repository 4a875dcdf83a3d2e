import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TimesheetPage } from "#/features/time/sheet/timesheet-page.tsx";
import { weekStartsOn } from "#/lib/format.ts";
import { paths } from "#/lib/paths.ts";
import { dayIn, weekOf } from "#/lib/zoned.ts";
import { useTimeWorld } from "../use-time-world.ts";

const route = getRouteApi("/inside/o/$slug/time/");

export function TimesheetRoute() {
  const { i18n } = useTranslation();
  const { slug } = route.useParams();
  const { week, user } = route.useSearch();
  const navigate = useNavigate();
  const { userId, projects, members, timezone, mayManage } = useTimeWorld();
  const shownWeek = weekOf(week ?? dayIn(new Date(), timezone), weekStartsOn(i18n.language));
  const personId = (mayManage && user) || userId;
  return (
    <TimesheetPage
      userId={userId}
      personId={personId}
      members={mayManage ? members : undefined}
      week={shownWeek}
      timezone={timezone}
      projects={projects}
      onWeek={(next) => void navigate(paths.timesheet(slug, { week: next, user }))}
      onPerson={(next) =>
        void navigate(paths.timesheet(slug, { week, user: next === userId ? undefined : next }))
      }
    />
  );
}
