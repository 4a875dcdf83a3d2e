import { taskPriorities, taskUpdateSchema } from "@flowdesk/types/tasks";
import { CircleUser } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { InlineInput } from "#/components/ui/inline-input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { formatDuration, parseDuration } from "#/lib/duration.ts";
import { PriorityIcon } from "../components/priority-icon.tsx";
import type { TaskDetail } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { LabelPicker } from "./label-picker.tsx";
import { ParentProperty } from "./parent-property.tsx";
import { Property } from "./property.tsx";
import type { Relations } from "./relations.ts";
import { Watchers } from "./watchers.tsx";

export interface TaskPropertiesProps {
  task: TaskDetail;
  relations: Relations;
  context: TaskContext;
  /** Those who can see the task. */
  readers: TaskContext["members"];
  userId: string;
  canChange: boolean;
  onChange: ChangeTask;
  onOpen: (key: string) => void;
}

// A select knows no null.
const nobody = "nobody";

/** Everything about a task that is chosen, each saved the moment it is. */
export function TaskProperties(props: TaskPropertiesProps) {
  const { task, relations, context, readers, userId, canChange, onChange, onOpen } = props;
  const { t } = useTranslation();
  const { statuses, archived_at } = context.project;
  return (
    <dl className="grid grid-cols-[104px_minmax(0,1fr)] items-center gap-y-0.5 text-sm">
      <Property label={t("tasks.status")}>
        {(labelId) => (
          <Select
            aria-labelledby={labelId}
            look="quiet"
            disabled={!canChange}
            value={task.status}
            onValueChange={(status) => onChange(task, { status })}
            options={statuses.map(({ key, name, category }) => ({
              value: key,
              label: name,
              icon: <StatusIcon category={category} progress={progressOf(statuses, key)} />,
            }))}
          />
        )}
      </Property>
      <PriorityProperty {...props} />
      <AssigneeProperty {...props} />
      <Property label={t("tasks.reporter")}>
        {() => <Person id={task.reporter_id} members={context.members} />}
      </Property>
      <Property label={t("detail.labels")}>
        {(labelId) => (
          <LabelPicker
            taskId={task.id}
            labelIds={relations.labelIds}
            canChange={canChange}
            labelId={labelId}
          />
        )}
      </Property>
      <DayProperty {...props} field="start_date" label={t("tasks.startDate")} />
      <DayProperty {...props} field="due_date" label={t("tasks.dueDate")} />
      <EstimateProperty {...props} />
      <Property label={t("tasks.parent")}>
        {() => (
          <ParentProperty task={task} canChange={canChange} onChange={onChange} onOpen={onOpen} />
        )}
      </Property>
      <Property label={t("detail.watchers")}>
        {() => (
          <Watchers
            taskId={task.id}
            userId={userId}
            watcherIds={relations.watcherIds}
            members={context.members}
            readers={readers}
            canChange={canChange}
            isArchived={archived_at !== null}
          />
        )}
      </Property>
    </dl>
  );
}

function PriorityProperty({ task, canChange, onChange }: TaskPropertiesProps) {
  const { t } = useTranslation();
  const priorities = usePriorityLabels();
  return (
    <Property label={t("tasks.priority")}>
      {(labelId) => (
        <Select
          aria-labelledby={labelId}
          look="quiet"
          disabled={!canChange}
          value={task.priority}
          onValueChange={(value) => {
            const priority = taskPriorities.find((each) => each === value);
            if (priority) onChange(task, { priority });
          }}
          options={taskPriorities.toReversed().map((key) => ({
            value: key,
            label: priorities[key] ?? key,
            icon: <PriorityIcon priority={key} />,
          }))}
        />
      )}
    </Property>
  );
}

function AssigneeProperty({ task, context, readers, canChange, onChange }: TaskPropertiesProps) {
  const { t } = useTranslation();
  const current = task.assignee_id;
  const isKnown = current === null || readers.some(({ id }) => id === current);
  const former = context.members.find(({ id }) => id === current)?.name ?? t("tasks.formerMember");
  const nobodyIcon = <CircleUser className="size-4 text-muted" aria-hidden />;
  return (
    <Property label={t("tasks.assignee")}>
      {(labelId) => (
        <Select
          aria-labelledby={labelId}
          look="quiet"
          disabled={!canChange}
          value={current ?? nobody}
          onValueChange={(value) =>
            onChange(task, { assignee_id: value === nobody ? null : value })
          }
          options={[
            { value: nobody, label: t("tasks.unassigned"), icon: nobodyIcon },
            ...readers.map(({ id, name }) => ({
              value: id,
              label: name,
              icon: <Avatar name={name} size="sm" decorative />,
            })),
            ...(isKnown ? [] : [{ value: current, label: former, icon: nobodyIcon }]),
          ]}
        />
      )}
    </Property>
  );
}

function Person({ id, members }: { id: string | null; members: TaskContext["members"] }) {
  const { t } = useTranslation();
  const name = members.find((member) => member.id === id)?.name ?? t("tasks.formerMember");
  return (
    <span className="flex h-control items-center gap-2 px-2">
      <Avatar name={name} size="sm" decorative />
      <span className="truncate">{name}</span>
    </span>
  );
}

interface DayPropertyProps extends TaskPropertiesProps {
  field: "start_date" | "due_date";
  label: string;
}

function DayProperty({ task, canChange, onChange, field, label }: DayPropertyProps) {
  return (
    <Property label={label}>
      {(labelId) => (
        <DatePicker
          aria-labelledby={labelId}
          label={label}
          look="quiet"
          disabled={!canChange}
          value={task[field]}
          onChange={(day) => onChange(task, { [field]: day })}
        />
      )}
    </Property>
  );
}

function EstimateProperty({ task, canChange, onChange }: TaskPropertiesProps) {
  const { t, i18n } = useTranslation();
  const { estimate_minutes: estimate } = task;
  return (
    <Property label={t("tasks.estimate")}>
      {() => (
        <InlineInput
          label={t("tasks.estimate")}
          value={estimate === null ? "" : formatDuration(estimate, i18n.language)}
          placeholder={canChange ? t("detail.estimatePlaceholder") : t("detail.none")}
          disabled={!canChange}
          maxLength={20}
          className="w-full"
          onSave={(text) => {
            const minutes = text ? parseDuration(text) : null;
            const read = taskUpdateSchema.safeParse({ estimate_minutes: minutes });
            if (minutes === undefined || !read.success) return false;
            onChange(task, { estimate_minutes: minutes });
            return true;
          }}
        />
      )}
    </Property>
  );
}
