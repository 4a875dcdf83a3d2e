import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { AnchoredPopover } from "#/components/ui/anchored-popover.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Command, CommandInput, CommandList, CommandRow } from "#/components/ui/command.tsx";
import { Loading } from "#/components/ui/skeleton.tsx";
import { parseDay, toDay } from "#/lib/format.ts";
import type { ChangeFor } from "../bulk/use-bulk.tsx";
import { LabelDot } from "../components/label-chips.tsx";
import type { BoardTask } from "../queries.ts";
import type { TaskWorld } from "../task-context.ts";
import { type QuickField, useFieldChoices } from "./field-choices.tsx";

const Calendar = lazy(async () => ({
  default: (await import("#/components/ui/calendar.tsx")).Calendar,
}));

/** Which field of which tasks is being changed, and where on the page. */
export interface Editing {
  field: QuickField;
  tasks: readonly BoardTask[];
  anchor: HTMLElement;
}

interface FieldEditorProps {
  editing: Editing;
  world: TaskWorld;
  onClose: () => void;
  onChoose: (tasks: readonly BoardTask[], changeFor: ChangeFor) => void;
  onLabel: (tasks: readonly BoardTask[], wanted: { id: string; isOn: boolean }) => void;
}

/** The values of one field, beside the cell or button that asked; for one task or for many. */
export function FieldEditor({ editing, world, onClose, onChoose, onLabel }: FieldEditorProps) {
  const label = useFieldLabel(editing.field);
  const choose = (changeFor: ChangeFor) => {
    onClose();
    onChoose(editing.tasks, changeFor);
  };
  return (
    <AnchoredPopover
      key={`${editing.field}:${editing.tasks[0]?.id}`}
      anchor={editing.anchor}
      onClose={onClose}
      label={label}
      className={editing.field === "due" ? "" : "max-h-80 w-60"}
    >
      {editing.field === "label" ? (
        <LabelChoices
          label={label}
          tasks={editing.tasks}
          world={world}
          onChoose={(wanted) => onLabel(editing.tasks, wanted)}
        />
      ) : editing.field === "due" ? (
        <DueChoices tasks={editing.tasks} onChoose={choose} />
      ) : (
        <Choices
          field={editing.field}
          label={label}
          tasks={editing.tasks}
          world={world}
          onChoose={choose}
        />
      )}
    </AnchoredPopover>
  );
}

/** What the fields are called. */
function useFieldLabel(field: QuickField): string {
  const { t } = useTranslation();
  const labels = {
    status: t("tasks.status"),
    priority: t("tasks.priority"),
    assignee: t("tasks.assignee"),
    label: t("tasks.labels"),
    due: t("tasks.dueDate"),
  };
  return labels[field];
}

interface ChoicesProps {
  field: Exclude<QuickField, "due" | "label">;
  label: string;
  tasks: readonly BoardTask[];
  world: TaskWorld;
  onChoose: (changeFor: ChangeFor) => void;
}

function Choices({ field, label, tasks, world, onChoose }: ChoicesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const choices = useFieldChoices(field, tasks, world);
  return (
    <Command label={label}>
      <CommandInput placeholder={label} value={typed} onValueChange={setTyped} />
      <CommandList label={label} empty={t("ui.nothingFound")}>
        {choices.map((choice) => (
          <CommandRow
            key={choice.id}
            id={choice.id}
            label={choice.label}
            icon={choice.icon}
            isChosen={choice.isChosen}
            onChoose={() => onChoose(choice.changeFor)}
          />
        ))}
      </CommandList>
    </Command>
  );
}

interface LabelChoicesProps extends Pick<ChoicesProps, "label" | "tasks" | "world"> {
  onChoose: (wanted: { id: string; isOn: boolean }) => void;
}

/** Labels stay open for the next one. What not all of the tasks have is put on those that lack it. */
function LabelChoices({ label, tasks, world, onChoose }: LabelChoicesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOn = (id: string) =>
    chosen.get(id) ?? tasks.every(({ labels }) => labels.some(({ label_id }) => label_id === id));
  return (
    <Command label={label}>
      <CommandInput placeholder={label} value={typed} onValueChange={setTyped} />
      <CommandList
        label={label}
        empty={world.labels.size === 0 ? t("tasks.noLabels") : t("ui.nothingFound")}
      >
        {[...world.labels.values()].map(({ id, name, colour }) => (
          <CommandRow
            key={id}
            id={id}
            label={name}
            icon={<LabelDot colour={colour} />}
            isChosen={isOn(id)}
            onChoose={() => {
              setChosen(new Map(chosen).set(id, !isOn(id)));
              onChoose({ id, isOn: !isOn(id) });
            }}
          />
        ))}
      </CommandList>
    </Command>
  );
}

function DueChoices({ tasks, onChoose }: Pick<ChoicesProps, "tasks" | "onChoose">) {
  const { t } = useTranslation();
  const [first, ...others] = tasks.map(({ due_date }) => due_date);
  const common = first != null && others.every((day) => day === first) ? first : null;
  const set = (due_date: string | null) => onChoose(() => ({ due_date }));
  return (
    <>
      <Suspense fallback={<Loading label={t("common.loading")} className="h-72 w-62" />}>
        <Calendar
          value={common === null ? undefined : parseDay(common)}
          onChange={(day) => set(day ? toDay(day) : null)}
        />
      </Suspense>
      <div className="flex justify-between gap-2 border-t border-hairline p-2">
        <Button variant="ghost" size="sm" onClick={() => set(toDay(new Date()))}>
          {t("ui.today")}
        </Button>
        {tasks.some(({ due_date }) => due_date !== null) && (
          <Button variant="ghost" size="sm" onClick={() => set(null)}>
            {t("ui.removeDate")}
          </Button>
        )}
      </div>
    </>
  );
}
