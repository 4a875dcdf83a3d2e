import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "#/components/ui/callout.tsx";
import type { Mentionable } from "#/components/ui/editor/mention-list.tsx";
import type { MarkdownFiles } from "#/components/ui/markdown-files.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { EditableText } from "../components/editable-text.tsx";
import type { TaskDetail } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { Dependencies } from "./dependencies.tsx";
import { Description } from "./description.tsx";
import { type Relations, relationQueries } from "./relations.ts";
import { Subtasks } from "./subtasks.tsx";
import { TaskProperties } from "./task-properties.tsx";

interface TaskContentProps {
  task: TaskDetail;
  context: TaskContext;
  /** Those who can see the task. */
  readers: TaskContext["members"];
  mentionable: readonly Mentionable[];
  userId: string;
  files: MarkdownFiles;
  canChange: boolean;
  canCreate: boolean;
  onChange: ChangeTask;
  onOpen: (key: string) => void;
  /** On a page of its own there is room for two columns. */
  isPage: boolean;
  /** Files and comments, which other features know. */
  below: ReactNode;
}

const nothing: Relations = {
  openBlockers: 0,
  labelIds: [],
  watcherIds: [],
  waitsFor: [],
  awaitedBy: [],
};

/** A task in full: what it is called and about, what it is tied to, and all that is said about it. */
export function TaskContent(props: TaskContentProps) {
  const { task, context, canChange, canCreate, onChange, onOpen, isPage, below } = props;
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { data: relations = nothing } = useQuery(relationQueries.of(org, task.id));

  const properties = (
    <TaskProperties
      task={task}
      relations={relations}
      context={context}
      readers={props.readers}
      userId={props.userId}
      canChange={canChange}
      onChange={onChange}
      onOpen={onOpen}
    />
  );
  return (
    <div className={clsx("p-5", isPage && "mx-auto flex w-full max-w-[1120px] gap-10 md:p-8")}>
      <div className="flex min-w-0 flex-1 flex-col gap-5">
        {task.archived_at && <Callout meaning="running">{t("detail.isArchived")}</Callout>}
        {!canChange && <Callout meaning="running">{t("tasks.readOnly")}</Callout>}
        <EditableText
          label={t("tasks.titleLabel")}
          value={task.title}
          readOnly={!canChange}
          isSingleLine
          maxLength={300}
          requiredMessage={t("tasks.titleRequired")}
          className="text-xl font-strong"
          seen={task}
          onSave={(seen, title) => onChange(seen, { title })}
        />
        <div className={clsx(isPage && "lg:hidden")}>{properties}</div>
        <Description
          task={task}
          userId={props.userId}
          canChange={canChange}
          mentionable={props.mentionable}
          files={props.files}
        />
        <Subtasks task={task} canCreate={canCreate} onOpen={onOpen} />
        <Dependencies task={task} relations={relations} canChange={canChange} onOpen={onOpen} />
        {below}
        <Dates task={task} />
      </div>
      {isPage && <div className="hidden w-72 shrink-0 lg:block">{properties}</div>}
    </div>
  );
}

function Dates({ task }: { task: TaskDetail }) {
  const { t, i18n } = useTranslation();
  return (
    <p className="text-xs text-muted">
      <time dateTime={task.created_at} title={formatMoment(task.created_at, i18n.language)}>
        {t("tasks.created", { when: formatAgo(task.created_at, i18n.language) })}
      </time>
      {" · "}
      <time dateTime={task.updated_at} title={formatMoment(task.updated_at, i18n.language)}>
        {t("tasks.changed", { when: formatAgo(task.updated_at, i18n.language) })}
      </time>
    </p>
  );
}
