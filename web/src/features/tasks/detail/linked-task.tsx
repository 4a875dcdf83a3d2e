import { X } from "lucide-react";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { type LinkedTask, linkedKey } from "./relations.ts";

interface LinkedTaskRowProps {
  task: LinkedTask;
  onOpen: (key: string) => void;
  onRemove?: (() => void) | undefined;
  removeLabel?: string;
}

/** Another task, in one line: where it stands, what it is called, and how to get there. */
export function LinkedTaskRow({ task, onOpen, onRemove, removeLabel }: LinkedTaskRowProps) {
  const key = linkedKey(task);
  const status = task.project.project_statuses.find((each) => each.key === task.status);
  return (
    <li className="group flex items-center gap-1">
      <button
        type="button"
        onClick={() => onOpen(key)}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-control px-2 text-left text-sm transition-colors hover:bg-hover pointer-coarse:min-h-11"
      >
        <LinkedStatusIcon task={task} />
        <span className="sr-only">{`${status?.name ?? task.status}: `}</span>
        <span className="shrink-0 text-xs tabular-nums text-muted">{key}</span>
        <span className={task.completed_at ? "truncate text-muted" : "truncate"}>{task.title}</span>
      </button>
      {onRemove && removeLabel && (
        <IconButton size="sm" label={removeLabel} icon={<X />} onClick={onRemove} />
      )}
    </li>
  );
}

/** How far another task has come, drawn as everywhere. */
export function LinkedStatusIcon({ task }: { task: LinkedTask }) {
  const statuses = task.project.project_statuses.toSorted((a, b) =>
    a.position < b.position ? -1 : 1,
  );
  const category = statuses.find(({ key }) => key === task.status)?.category ?? "todo";
  return <StatusIcon category={category} progress={progressOf(statuses, task.status)} />;
}
