import { type ProjectStatus, projectStatuses } from "@flowdesk/types/projects";
import { clsx } from "clsx";
import type { ParseKeys, TFunction } from "i18next";
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CirclePlay,
  CircleX,
  type LucideIcon,
} from "lucide-react";
import { useTranslation } from "react-i18next";

const looks: Record<ProjectStatus, { icon: LucideIcon; colour: string; label: ParseKeys }> = {
  planned: { icon: CircleDashed, colour: "text-muted!", label: "projects.statusPlanned" },
  active: { icon: CirclePlay, colour: "text-running!", label: "projects.statusActive" },
  on_hold: { icon: CirclePause, colour: "text-warning!", label: "projects.statusOnHold" },
  completed: { icon: CircleCheck, colour: "text-success!", label: "projects.statusCompleted" },
  cancelled: { icon: CircleX, colour: "text-muted!", label: "projects.statusCancelled" },
};

/** How a project is going, as a sign and a word. */
export function ProjectStatusLabel({ status }: { status: string }) {
  const { t } = useTranslation();
  const known = projectStatuses.find((each) => each === status);
  if (!known) return status;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <StatusSign status={known} />
      <span className="truncate">{t(looks[known].label)}</span>
    </span>
  );
}

/** What a project's status can be, for a select. */
export function projectStatusOptions(t: TFunction) {
  return projectStatuses.map((status) => ({
    value: status,
    label: t(looks[status].label),
    icon: <StatusSign status={status} />,
  }));
}

function StatusSign({ status }: { status: ProjectStatus }) {
  const { icon: Icon, colour } = looks[status];
  return <Icon className={clsx("size-4 shrink-0", colour)} aria-hidden />;
}
