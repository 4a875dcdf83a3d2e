import { buildMention } from "@flowdesk/types/comments";
import { topics } from "@flowdesk/types/topics";
import { useMemo } from "react";
import { AttachmentSection } from "#/features/attachments/attachment-section.tsx";
import { CommentSection } from "#/features/comments/comment-section.tsx";
import { TaskPanel } from "#/features/tasks/detail/task-panel.tsx";
import { useOpenTask } from "#/features/tasks/detail/use-open-task.ts";
import type { TaskMember, TaskProject } from "#/features/tasks/task-context.ts";
import { StartTimerButton } from "#/features/time/timer/start-timer-button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { useFileActions } from "./use-file-actions.tsx";
import { useTaskReaders } from "./use-task-readers.ts";

interface OpenTaskProps {
  /** "ACME-42". */
  taskKey: string;
  /** The project of the page, which listens to its events; any other is asked for and listened to here. */
  project?: TaskProject | undefined;
  members: readonly TaskMember[];
  frame: "panel" | "page";
  onOpen: (key: string) => void;
  onClose: () => void;
}

/** One task with its files and comments, put together from the features that know them. */
export function OpenTask({ taskKey, project: known, members, ...rest }: OpenTaskProps) {
  const { id: org, can } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const { number, project, error, retry } = useOpenTask(taskKey, known);
  const isElsewhere = project?.visibility === "private" && project.id !== known?.id;
  useLiveTopic(org, isElsewhere ? topics.project(project.id) : undefined);
  const readers = useTaskReaders(org, project, members);
  const isArchived = project?.archived_at != null;
  const filesOf = useFileActions(can("files.write") && !isArchived);
  const context = useMemo(() => project && { project, members }, [project, members]);
  const mentionable = useMemo(
    () =>
      readers.map(({ id, name }) => ({ id, name, markdown: buildMention({ userId: id, name }) })),
    [readers],
  );
  return (
    <TaskPanel
      {...rest}
      taskKey={taskKey}
      number={number}
      context={context}
      error={error}
      onRetry={retry}
      readers={readers}
      mentionable={mentionable}
      userId={userId}
      filesOf={({ id }) => filesOf(id)}
      actions={(task) => project && <StartTimerButton project={project} task={task} />}
      below={({ id }) => (
        <>
          <AttachmentSection
            taskId={id}
            userId={userId}
            members={members}
            isArchived={isArchived}
            onFiles={(files) => void filesOf(id).upload?.(files)}
          />
          <CommentSection
            context={{
              taskId: id,
              userId,
              members,
              mentionable,
              files: filesOf(id),
              isArchived,
            }}
          />
        </>
      )}
    />
  );
}
