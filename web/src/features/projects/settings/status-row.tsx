import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import {
  type ProjectStatusUpdate,
  projectStatusUpdateSchema,
  statusCategories,
} from "@flowdesk/types/projects";
import { clsx } from "clsx";
import { GripVertical, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { InlineInput } from "#/components/ui/inline-input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { useCategoryOptions } from "./category-options.tsx";
import type { Status } from "./workflow-queries.ts";

interface StatusRowProps {
  status: Status;
  statuses: readonly Status[];
  isEditable: boolean;
  onChange: (changes: ProjectStatusUpdate) => void;
  /** Absent for the only one. */
  onDelete: (() => void) | undefined;
}

/** One status: its place, name, meaning and limit. Each is saved on its own. */
export function StatusRow({ status, statuses, isEditable, onChange, onDelete }: StatusRowProps) {
  const { t } = useTranslation();
  const categories = useCategoryOptions();
  const {
    setNodeRef,
    setActivatorNodeRef,
    attributes,
    listeners,
    transform,
    transition,
    isDragging,
  } = useSortable({ id: status.id, disabled: !isEditable });
  const { name, key } = status;

  const saveLimit = (typed: string) => {
    const limit = typed === "" ? null : Number(typed);
    const parsed = projectStatusUpdateSchema.safeParse({ wip_limit: limit });
    if (!parsed.success) return false;
    onChange(parsed.data);
    return true;
  };
  const saveName = (typed: string) => {
    const parsed = projectStatusUpdateSchema.safeParse({ name: typed });
    if (!parsed.success) return false;
    onChange(parsed.data);
    return true;
  };

  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={clsx(
        "flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline bg-surface px-2 py-1.5 text-sm last:border-b-0 first:rounded-t-panel last:rounded-b-panel",
        isDragging && "relative z-10 shadow-float",
      )}
    >
      {isEditable && (
        <IconButton
          {...attributes}
          {...listeners}
          ref={setActivatorNodeRef}
          size="sm"
          label={t("drag.handle", { key: name })}
          icon={<GripVertical />}
          className="cursor-grab! touch-none"
        />
      )}
      <StatusIcon category={status.category} progress={progressOf(statuses, key)} />
      <InlineInput
        label={t("workflow.nameOf", { name })}
        value={name}
        maxLength={60}
        disabled={!isEditable}
        onSave={saveName}
        className="min-w-32 flex-1 font-strong"
      />
      <div className="ml-auto flex items-center gap-2 max-sm:w-full max-sm:pl-8">
        <div className="w-40">
          <Select
            look="quiet"
            aria-label={t("workflow.categoryOf", { name })}
            disabled={!isEditable}
            value={status.category}
            onValueChange={(value) => {
              const category = statusCategories.find((each) => each === value);
              if (category) onChange({ category });
            }}
            options={categories}
          />
        </div>
        <InlineInput
          label={t("workflow.limitOf", { name })}
          value={status.wip_limit === null ? "" : String(status.wip_limit)}
          placeholder={t("workflow.noLimit")}
          inputMode="numeric"
          maxLength={3}
          disabled={!isEditable}
          onSave={saveLimit}
          className="w-28 text-right tabular-nums"
        />
        {isEditable && (
          <IconButton
            size="sm"
            label={t("workflow.delete", { name })}
            icon={<Trash2 />}
            disabled={!onDelete}
            onClick={onDelete}
          />
        )}
      </div>
    </li>
  );
}
