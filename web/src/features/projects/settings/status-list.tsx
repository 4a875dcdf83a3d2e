import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import { DeleteStatusDialog } from "./delete-status-dialog.tsx";
import { changedPositions } from "./status-order.ts";
import { StatusRow } from "./status-row.tsx";
import { type Status, type Transition, useChangeStatuses } from "./workflow-queries.ts";

interface StatusListProps {
  project: Project;
  transitions: readonly Transition[];
  isEditable: boolean;
}

/** The statuses of a project in order. The handle moves one, by pointer, finger or keys. */
export function StatusList({ project, transitions, isEditable }: StatusListProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const [deleting, setDeleting] = useState<Status>();
  const change = useChangeStatuses(id, project);
  const { statuses } = project;
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );

  const drop = ({ active, over }: DragEndEvent) => {
    const from = statuses.findIndex((status) => status.id === active.id);
    const to = statuses.findIndex((status) => status.id === over?.id);
    if (from < 0 || to < 0 || from === to) return;
    const moved = changedPositions(arrayMove([...statuses], from, to), String(active.id));
    void announce(
      change.mutateAsync(
        moved.map(({ id: statusId, position }) => ({ id: statusId, changes: { position } })),
      ),
      t,
    );
  };

  const nameOf = (statusId: string | number) =>
    statuses.find((status) => status.id === statusId)?.name ?? "";
  const placeOf = (statusId: string | number | undefined) =>
    statuses.findIndex((status) => status.id === statusId) + 1;
  const total = statuses.length;
  const announcements: Announcements = {
    onDragStart: ({ active }) => t("drag.picked", { key: nameOf(active.id) }),
    onDragOver: ({ active, over }) =>
      t("workflow.at", { name: nameOf(active.id), place: placeOf(over?.id), total }),
    onDragEnd: ({ active, over }) =>
      t("workflow.dropped", { name: nameOf(active.id), place: placeOf(over?.id), total }),
    onDragCancel: ({ active }) => t("drag.cancelled", { key: nameOf(active.id) }),
  };

  return (
    <>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{
          announcements,
          screenReaderInstructions: { draggable: t("workflow.instructions") },
        }}
      >
        <SortableContext
          items={statuses.map((each) => each.id)}
          strategy={verticalListSortingStrategy}
        >
          <ol aria-label={t("workflow.statuses")} className="rounded-panel border border-hairline">
            {statuses.map((status) => (
              <StatusRow
                key={status.id}
                status={status}
                statuses={statuses}
                isEditable={isEditable}
                onChange={(changes) =>
                  void announce(change.mutateAsync([{ id: status.id, changes }]), t)
                }
                onDelete={total > 1 ? () => setDeleting(status) : undefined}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {deleting && (
        <DeleteStatusDialog
          project={project}
          status={deleting}
          transitions={transitions}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}
