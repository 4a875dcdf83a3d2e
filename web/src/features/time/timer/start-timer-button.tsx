import { CirclePlay, Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { TickingClock } from "./ticking-clock.tsx";
import { useTimer } from "./use-timer.ts";

interface StartTimerButtonProps {
  project: { id: string; key: string; name: string; colour: string; archived_at: string | null };
  task: { id: string; number: number; title: string };
}

/** Starts the timer on a task from where the task is shown; while it runs there, stops it and shows how long. */
export function StartTimerButton({ project, task }: StartTimerButtonProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const { running, start, stop } = useTimer(userId);
  const runsHere = running?.task_id === task.id ? running : undefined;
  if (!runsHere && (!can("time.track") || project.archived_at !== null)) return undefined;

  const { id, ...shownProject } = project;
  const toggle = () =>
    void (runsHere
      ? stop()
      : start({
          project_id: id,
          task_id: task.id,
          shown: { projects: shownProject, tasks: { number: task.number, title: task.title } },
        }));
  const icon = runsHere ? (
    <Square className="fill-current text-danger" aria-hidden />
  ) : (
    <CirclePlay aria-hidden />
  );

  return (
    <Button size="sm" aria-label={runsHere ? t("time.stop") : undefined} onClick={toggle}>
      {icon}
      {runsHere ? <TickingClock since={runsHere.started_at} /> : t("time.start")}
    </Button>
  );
}
