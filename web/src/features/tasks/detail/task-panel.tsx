import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Maximize2, X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import type { Mentionable } from "#/components/ui/editor/mention-list.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import type { MarkdownFiles } from "#/components/ui/markdown-files.ts";
import { Sheet } from "#/components/ui/sheet.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { useIsNarrow } from "#/lib/use-media-query.ts";
import { ResizablePanel } from "../components/resizable-panel.tsx";
import { type TaskDetail, taskQueries } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import { useChangeTaskWithToasts } from "../use-change-task.ts";
import { useTaskRights } from "../use-task-rights.ts";
import { TaskContent } from "./task-content.tsx";
import { TaskMenu } from "./task-menu.tsx";

interface TaskPanelProps {
  /** "ACME-42", whether or not there is one. */
  taskKey: string;
  number: number;
  /** Null where there is no project that the person may see; undefined while it is asked for. */
  context: TaskContext | null | undefined;
  /** The project could not be asked for. */
  error: unknown;
  onRetry: () => void;
  readers: TaskContext["members"];
  mentionable: readonly Mentionable[];
  userId: string;
  /** Beside a list or board, or a page of its own. */
  frame: "panel" | "page";
  onOpen: (key: string) => void;
  onClose: () => void;
  filesOf: (task: TaskDetail) => MarkdownFiles;
  /** What other features add: at the top, such as a timer, and below. */
  actions?: (task: TaskDetail) => ReactNode;
  below: (task: TaskDetail) => ReactNode;
}

/** One task in full: at the right of the page, over it on a phone, or as a page. */
export function TaskPanel(props: TaskPanelProps) {
  const { taskKey, frame, onClose } = props;
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  // The sheet of a phone closes by itself.
  useShortcut("back", onClose, !isNarrow && frame === "panel");
  const label = t("tasks.panel", { key: taskKey });
  const body = <PanelBody {...props} />;

  if (frame === "page") return <Page label={label}>{body}</Page>;
  if (isNarrow) {
    return (
      <Sheet open onOpenChange={(open) => !open && onClose()} side="full" title={label}>
        {body}
      </Sheet>
    );
  }
  return (
    <ResizablePanel label={label} resizeLabel={t("tasks.resizePanel")}>
      {body}
    </ResizablePanel>
  );
}

function Page({ label, children }: { label: string; children: ReactNode }) {
  useDocumentTitle(label);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{label}</h1>
      {children}
    </div>
  );
}

function PanelBody(props: TaskPanelProps) {
  const { taskKey, number, context, frame, onClose } = props;
  const { t } = useTranslation();
  const { id: org, slug } = useOrganization();
  const isPage = frame === "page";
  const task = useQuery({
    ...taskQueries.detail(org, context?.project.id ?? "", number),
    enabled: context != null,
  });
  const world = useMemo(
    () => ({
      projects: new Map(context ? [[context.project.id, context.project]] : []),
      members: new Map(context?.members.map((member) => [member.id, member])),
      labels: new Map(),
    }),
    [context],
  );
  const { canChange, canDelete, canCreate } = useTaskRights(world);
  const change = useChangeTaskWithToasts(world);
  const shown = context ? task.data : undefined;
  const error = props.error ?? task.error;

  return (
    <>
      <header
        className={
          isPage
            ? "flex min-h-13 shrink-0 items-center gap-1 border-b border-hairline pr-4 pl-13 md:px-6"
            : "flex h-13 shrink-0 items-center gap-1 border-b border-hairline pr-2 pl-5"
        }
      >
        <span className="flex min-w-0 flex-1 items-center gap-2 text-sm text-muted">
          {isPage && context && (
            <>
              <Link
                {...paths.board(slug, context.project.key)}
                className="truncate rounded-control hover:text-text"
              >
                {context.project.name}
              </Link>
              <span aria-hidden>/</span>
            </>
          )}
          <span className="tabular-nums">{taskKey}</span>
        </span>
        {shown && context && (
          <>
            {props.actions?.(shown)}
            <TaskMenu
              task={shown}
              taskKey={taskKey}
              canChange={canChange(shown)}
              canDelete={canDelete(shown)}
              onChange={change}
              onClose={onClose}
            />
          </>
        )}
        {!isPage && (
          <>
            <Link
              {...paths.task(slug, taskKey)}
              aria-label={t("detail.openPage")}
              title={t("detail.openPage")}
              className="inline-flex size-control items-center justify-center rounded-control text-muted transition-colors hover:bg-hover hover:text-text [&_svg]:size-4"
            >
              <Maximize2 aria-hidden />
            </Link>
            <IconButton
              label={t("tasks.closePanel")}
              keys={shortcuts.back.keys}
              icon={<X />}
              onClick={onClose}
            />
          </>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error ? (
          <div className="p-3">
            <RegionFailed
              error={error}
              onRetry={() => (props.error ? props.onRetry() : void task.refetch())}
            />
          </div>
        ) : context === null || shown === null ? (
          <EmptyState drawing={<NothingDrawing />} title={t("tasks.notFoundTitle")}>
            {t("tasks.notFoundText", { key: taskKey })}
          </EmptyState>
        ) : !context || !shown ? (
          <Loading label={t("common.loading")} className="p-5">
            <Skeleton className="h-7 w-3/4" />
            <Skeleton className="mt-6 h-4 w-1/2" />
            <Skeleton className="mt-4 h-4 w-2/5" />
            <Skeleton className="mt-4 h-4 w-1/2" />
          </Loading>
        ) : (
          <TaskContent
            key={shown.id}
            task={shown}
            context={context}
            readers={props.readers}
            mentionable={props.mentionable}
            userId={props.userId}
            files={props.filesOf(shown)}
            canChange={canChange(shown)}
            canCreate={canCreate(context.project)}
            onChange={change}
            onOpen={props.onOpen}
            isPage={isPage}
            below={props.below(shown)}
          />
        )}
      </div>
    </>
  );
}
