import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Archive, Lock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Badge } from "#/components/ui/badge.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { ErrorRegion } from "#/lib/error-region.tsx";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { Board } from "./components/board.tsx";
import { BoardSkeleton } from "./components/board-skeleton.tsx";
import { TaskPanel } from "./components/task-panel.tsx";
import { useCreateTask, useTasksOnTheirWay } from "./mutations.ts";
import { columnStep, taskQueries } from "./queries.ts";
import type { TaskContext } from "./task-context.ts";
import { useChangeTaskWithToasts } from "./use-change-task.ts";
import { useTaskRights } from "./use-task-rights.ts";

interface BoardPageProps {
  context: TaskContext;
  /** The number of the task that stands open at the right. */
  openNumber: number | undefined;
  onOpen: (number: number) => void;
  onClose: () => void;
  /** At the end of the header: what other features say of the project. */
  headerActions?: ReactNode;
}

/** A project's board, and beside it the task that is open. */
export function BoardPage({ context, openNumber, onOpen, onClose, headerActions }: BoardPageProps) {
  const { t } = useTranslation();
  const { id: org, slug } = useOrganization();
  const { project } = context;
  const [perColumn, setPerColumn] = useState(columnStep);
  const statuses = project.statuses.map(({ key }) => key);
  const board = useQuery(taskQueries.board(org, project.id, statuses, perColumn));
  const { canChange, canCreate } = useTaskRights(project);
  const change = useChangeTaskWithToasts(context);
  const create = useCreateTask(org);
  const onTheirWay = useTasksOnTheirWay(org, project.id);

  const add = async (status: string, title: string) => {
    try {
      const { number } = await create.mutateAsync({ project_id: project.id, status, title });
      // At the end of a column that is not loaded to its end: somewhere below, where nobody would see it.
      if (board.data?.columns[status]?.nextPosition) {
        toast.success(t("tasks.addedBelow", { key: `${project.key}-${number}` }), {
          action: { label: t("tasks.openNew"), onClick: () => onOpen(number) },
        });
      }
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
      throw error;
    }
  };

  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHeader
          trail={[
            <Link key="projects" {...paths.projects(slug)}>
              {t("projects.title")}
            </Link>,
          ]}
          lead={<ProjectMark colour={project.colour} />}
          title={project.name}
          aside={
            <>
              <span className="text-sm tabular-nums text-muted">{project.key}</span>
              {project.visibility === "private" && (
                <Badge icon={<Lock aria-hidden />}>{t("projects.privateProject")}</Badge>
              )}
              {project.archived_at && (
                <Badge icon={<Archive aria-hidden />}>{t("projects.archived")}</Badge>
              )}
            </>
          }
          actions={headerActions}
        />
        {board.isPending ? (
          <BoardSkeleton label={t("common.loading")} />
        ) : board.isError ? (
          <div className="p-4">
            <RegionFailed error={board.error} onRetry={() => void board.refetch()} />
          </div>
        ) : (
          <ErrorRegion>
            <Board
              board={board.data}
              context={context}
              openNumber={openNumber}
              canChange={canChange}
              onChange={change}
              onTheirWay={onTheirWay}
              onAdd={canCreate ? add : undefined}
              onShowMore={() => setPerColumn((now) => now + columnStep)}
            />
          </ErrorRegion>
        )}
      </div>
      {openNumber !== undefined && (
        <ErrorRegion key={openNumber}>
          <TaskPanel
            number={openNumber}
            context={context}
            canChange={canChange}
            onChange={change}
            onClose={onClose}
          />
        </ErrorRegion>
      )}
    </div>
  );
}
