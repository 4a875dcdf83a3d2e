import type { TaskActions } from "#/features/tasks/components/task-panel.tsx";
import { StartTimerButton } from "#/features/time/timer/start-timer-button.tsx";

/** What the panel of a task offers beside what tasks can do themselves. */
export const taskActions: TaskActions = (project, task) => (
  <StartTimerButton project={project} task={task} />
);
