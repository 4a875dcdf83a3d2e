import { taskPriorities } from "@flowdesk/types/tasks";
import { CircleUser } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { Select } from "#/components/ui/select.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import type { TaskDetail } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { EditableText } from "./editable-text.tsx";
import { PriorityIcon } from "./priority-icon.tsx";

interface TaskFieldsProps {
  task: TaskDetail;
  context: TaskContext;
  canChange: boolean;
  onChange: ChangeTask;
}

// A select knows no null.
const nobody = "nobody";

/** Title, properties and description. Each field is saved on its own, the moment it is left or chosen. */
export function TaskFields({ task, context, canChange, onChange }: TaskFieldsProps) {
  const { t, i18n } = useTranslation();
  const { statuses } = context.project;

  return (
    <div className="flex flex-col gap-5 p-5">
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
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] items-center gap-y-1 text-sm">
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
        <PriorityProperty task={task} canChange={canChange} onChange={onChange} />
        <AssigneeProperty
          task={task}
          members={context.members}
          canChange={canChange}
          onChange={onChange}
        />
        <Property label={t("tasks.dueDate")}>
          {(labelId) => (
            <DatePicker
              aria-labelledby={labelId}
              label={t("tasks.dueDate")}
              look="quiet"
              disabled={!canChange}
              value={task.due_date}
              onChange={(due_date) => onChange(task, { due_date })}
            />
          )}
        </Property>
      </dl>
      <EditableText
        label={t("tasks.description")}
        isLabelShown
        value={task.description}
        readOnly={!canChange}
        maxLength={50_000}
        placeholder={t("tasks.descriptionPlaceholder")}
        className="min-h-24 text-base"
        seen={task}
        onSave={(seen, description) => onChange(seen, { description })}
      />
      <p className="text-xs text-muted">
        <time dateTime={task.created_at} title={formatMoment(task.created_at, i18n.language)}>
          {t("tasks.created", { when: formatAgo(task.created_at, i18n.language) })}
        </time>
        {" · "}
        <time dateTime={task.updated_at} title={formatMoment(task.updated_at, i18n.language)}>
          {t("tasks.changed", { when: formatAgo(task.updated_at, i18n.language) })}
        </time>
      </p>
    </div>
  );
}

type PropertyProps = Pick<TaskFieldsProps, "task" | "canChange" | "onChange">;

function PriorityProperty({ task, canChange, onChange }: PropertyProps) {
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

function AssigneeProperty({
  task,
  members,
  canChange,
  onChange,
}: PropertyProps & { members: TaskContext["members"] }) {
  const { t } = useTranslation();
  const gone =
    task.assignee_id !== null && !members.some(({ id }) => id === task.assignee_id)
      ? [
          {
            value: task.assignee_id,
            label: t("tasks.formerMember"),
            icon: <CircleUser className="size-4 text-muted" aria-hidden />,
          },
        ]
      : [];
  return (
    <Property label={t("tasks.assignee")}>
      {(labelId) => (
        <Select
          aria-labelledby={labelId}
          look="quiet"
          disabled={!canChange}
          value={task.assignee_id ?? nobody}
          onValueChange={(value) =>
            onChange(task, { assignee_id: value === nobody ? null : value })
          }
          options={[
            {
              value: nobody,
              label: t("tasks.unassigned"),
              icon: <CircleUser className="size-4 text-muted" aria-hidden />,
            },
            ...members.map(({ id, name }) => ({
              value: id,
              label: name,
              icon: <Avatar name={name} size="sm" decorative />,
            })),
            ...gone,
          ]}
        />
      )}
    </Property>
  );
}

function Property({
  label,
  children,
}: {
  label: string;
  children: (labelId: string) => ReactNode;
}) {
  const id = useId();
  return (
    <>
      <dt id={id} className="text-muted">
        {label}
      </dt>
      <dd>{children(id)}</dd>
    </>
  );
}
