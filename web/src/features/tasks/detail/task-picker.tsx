import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Command, CommandInput, CommandList, CommandRow } from "#/components/ui/command.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { LinkedStatusIcon } from "./linked-task.tsx";
import { type LinkedTask, linkedKey, relationQueries } from "./relations.ts";

interface TaskPickerProps {
  label: string;
  trigger: ReactNode;
  /** Only tasks of this project. */
  projectId?: string;
  /** Those that make no sense: the task itself, and what is chosen already. */
  without: readonly string[];
  /** Stands before the tasks: choosing none. */
  none?: { label: string; onChoose: () => void } | undefined;
  onChoose: (task: LinkedTask) => void;
}

/** Finds one task by words of its title or by its key. */
export function TaskPicker({ trigger, label, ...rest }: TaskPickerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger={trigger}
      label={label}
      className="max-h-80 w-90 max-w-[calc(100vw-32px)]"
    >
      <Found label={label} {...rest} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function Found({
  label,
  projectId,
  without,
  none,
  onChoose,
  onDone,
}: Omit<TaskPickerProps, "trigger"> & { onDone: () => void }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const [typed, setTyped] = useState("");
  const asked = useDeferredValue(typed.trim());
  const found = useQuery(relationQueries.found(org, asked, projectId));
  const tasks = found.data?.filter(({ id }) => !without.includes(id)) ?? [];
  return (
    <Command label={label}>
      <CommandInput placeholder={t("detail.findTask")} value={typed} onValueChange={setTyped} />
      <CommandList
        label={label}
        empty={found.isFetching ? t("common.loading") : t("ui.nothingFound")}
      >
        {none && !typed && (
          <CommandRow
            id="none"
            label={none.label}
            onChoose={() => {
              onDone();
              none.onChoose();
            }}
          />
        )}
        {tasks.map((task) => (
          <CommandRow
            key={task.id}
            id={task.id}
            // The server has narrowed them down; what it found by its key need not look like what was typed.
            label={task.title}
            keywords={[linkedKey(task), typed]}
            icon={<LinkedStatusIcon task={task} />}
            aside={<span className="text-xs tabular-nums text-muted">{linkedKey(task)}</span>}
            onChoose={() => {
              onDone();
              onChoose(task);
            }}
          />
        ))}
      </CommandList>
    </Command>
  );
}
