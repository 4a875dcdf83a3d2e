import { useTranslation } from "react-i18next";
import type { BoardTask } from "../queries.ts";
import type { TaskWorld } from "../task-context.ts";

/** The colour of a label; its name stands beside it. */
export function LabelDot({ colour }: { colour: string }) {
  return (
    <span
      aria-hidden
      style={{ "--label": colour }}
      className="size-2 shrink-0 rounded-full bg-(--label)"
    />
  );
}

interface LabelChipsProps {
  task: Pick<BoardTask, "labels">;
  world: Pick<TaskWorld, "labels">;
  /** The others are counted. */
  shownAtMost: number;
}

/** The labels of a task, by name. */
export function LabelChips({ task, world, shownAtMost }: LabelChipsProps) {
  const { t } = useTranslation();
  const labels = task.labels
    .flatMap(({ label_id }) => world.labels.get(label_id) ?? [])
    .toSorted((a, b) => a.name.localeCompare(b.name));
  if (labels.length === 0) return null;
  const rest = labels.slice(shownAtMost);
  return (
    <ul aria-label={t("tasks.labels")} className="flex min-w-0 flex-wrap gap-1">
      {labels.slice(0, shownAtMost).map(({ id, name, colour }) => (
        <li
          key={id}
          className="flex h-5 max-w-32 items-center gap-1.5 rounded-full border border-hairline px-1.5 text-xs text-soft"
        >
          <LabelDot colour={colour} />
          <span className="truncate">{name}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li
          title={rest.map(({ name }) => name).join(", ")}
          className="flex h-5 items-center rounded-full border border-hairline px-1.5 text-xs text-muted"
        >
          +{rest.length}
          <span className="sr-only">: {rest.map(({ name }) => name).join(", ")}</span>
        </li>
      )}
    </ul>
  );
}
