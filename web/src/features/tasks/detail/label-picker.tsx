import { labelCreateSchema } from "@flowdesk/types/labels";
import { useQuery } from "@tanstack/react-query";
import { Plus, Tag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Command, CommandInput, CommandList, CommandRow } from "#/components/ui/command.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { proposeColour } from "#/lib/colours.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { LabelDot } from "../components/label-chips.tsx";
import { taskQueries } from "../queries.ts";
import type { TaskLabel } from "../task-context.ts";
import { useCreateLabel, useSetLabel } from "./relation-mutations.ts";

interface LabelPickerProps {
  taskId: string;
  labelIds: readonly string[];
  canChange: boolean;
  labelId: string;
}

/** The labels of a task. Typing finds one, or makes it where one may. */
export function LabelPicker({ taskId, labelIds, canChange, labelId }: LabelPickerProps) {
  const { t } = useTranslation();
  const { id: org, can } = useOrganization();
  const { data: labels } = useQuery(taskQueries.labels(org));
  const [typed, setTyped] = useState("");
  const set = useSetLabel(org);
  const create = useCreateLabel(org);
  const chosen = labels?.filter(({ id }) => labelIds.includes(id)) ?? [];
  const name = typed.trim();
  const isNew =
    labelCreateSchema.safeParse({ name }).success &&
    !labels?.some((label) => label.name.toLowerCase() === name.toLowerCase());

  const fail = (error: unknown) => toast.error(describeError(asAppError(error), t));
  const toggle = ({ id }: TaskLabel) =>
    set.mutate({ taskId, labelId: id, isOn: !labelIds.includes(id) }, { onError: fail });
  const make = async () => {
    try {
      const label = await create.mutateAsync({ name, colour: proposeColour(name) });
      setTyped("");
      toggle(label);
    } catch (error) {
      fail(error);
    }
  };

  const shown = (
    <span className="flex min-w-0 flex-wrap gap-1 py-1">
      {chosen.length === 0 ? (
        <span className="flex items-center gap-2 text-muted">
          <Tag className="size-4" aria-hidden />
          {canChange ? t("detail.addLabel") : t("detail.none")}
        </span>
      ) : (
        chosen.map((label) => (
          <span
            key={label.id}
            className="flex h-5 max-w-40 items-center gap-1.5 rounded-full border border-hairline-strong px-1.5 text-xs text-soft"
          >
            <LabelDot colour={label.colour} />
            <span className="truncate">{label.name}</span>
          </span>
        ))
      )}
    </span>
  );
  if (!canChange) return <div className="flex min-h-control items-center px-2">{shown}</div>;
  return (
    <Popover
      onOpenChange={() => setTyped("")}
      label={t("detail.labels")}
      className="max-h-80 w-64"
      trigger={
        <button
          type="button"
          aria-labelledby={`${labelId} ${labelId}-value`}
          className="flex min-h-control w-full items-center rounded-control px-2 text-left text-sm transition-colors hover:bg-hover data-[state=open]:bg-active"
        >
          <span id={`${labelId}-value`}>{shown}</span>
        </button>
      }
    >
      <Command label={t("detail.labels")}>
        <CommandInput
          placeholder={can("projects.write") ? t("detail.findOrMake") : t("ui.search")}
          value={typed}
          onValueChange={setTyped}
        />
        <CommandList label={t("detail.labels")} empty={t("ui.nothingFound")}>
          {labels?.map((label) => (
            <CommandRow
              key={label.id}
              id={label.id}
              label={label.name}
              icon={<LabelDot colour={label.colour} />}
              isChosen={labelIds.includes(label.id)}
              onChoose={() => toggle(label)}
            />
          ))}
          {isNew && can("projects.write") && (
            <CommandRow
              id="new"
              label={t("detail.makeLabel", { name })}
              keywords={[typed]}
              icon={<Plus aria-hidden />}
              onChoose={() => void make()}
            />
          )}
        </CommandList>
      </Command>
    </Popover>
  );
}
