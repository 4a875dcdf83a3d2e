import { CirclePlay, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Menu, MenuItem, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { announce } from "#/lib/announce.ts";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useWorkWords } from "../components/use-work-words.ts";
import { useCreateEntry, useDeleteEntry } from "../mutations.ts";
import type { TimeEntry } from "../queries.ts";
import { startOf, useTimer } from "../timer/use-timer.ts";

interface EntryMenuProps {
  entry: TimeEntry;
  userId: string;
  onEdit: () => void;
}

/** What can be done with an entry. */
export function EntryMenu({ entry, userId, onEdit }: EntryMenuProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const wordsOf = useWorkWords();
  const { start } = useTimer(userId);
  const remove = useRemoveWithUndo();
  const isOpen = entry.projects?.archived_at === null;
  const isMine = entry.user_id === userId;
  const mayChange = isOpen && (can("time.manage") || (isMine && can("time.track")));
  const mayStart = isOpen && isMine && can("time.track") && entry.ended_at !== null;
  if (!mayChange && !mayStart) return undefined;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          size="sm"
          label={t("time.actions", { work: wordsOf(entry) })}
          icon={<Ellipsis />}
        />
      }
    >
      {mayStart && (
        <MenuItem onSelect={() => void start(startOf(entry))}>
          <CirclePlay aria-hidden />
          {t("time.continue")}
        </MenuItem>
      )}
      {mayChange && (
        <>
          <MenuItem onSelect={onEdit}>
            <Pencil aria-hidden />
            {t("time.editShort")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => void remove(entry)}>
            <Trash2 aria-hidden />
            {t("time.delete")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** Deletes an entry, and books it again for whoever did not mean that. A timer that ran is gone. */
function useRemoveWithUndo() {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const remove = useDeleteEntry(id);
  const create = useCreateEntry(id);
  return async (entry: TimeEntry) => {
    const { project_id, task_id, user_id, description, started_at, ended_at, is_billable } = entry;
    try {
      await remove.mutateAsync(entry);
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
      return;
    }
    const undo = () => {
      if (ended_at === null) return;
      const again = {
        project_id,
        task_id,
        user_id,
        description,
        started_at,
        ended_at,
        is_billable,
      };
      void announce(create.mutateAsync(again), t);
    };
    toast.success(
      t("time.deleted"),
      ended_at === null ? {} : { action: { label: t("common.undo"), onClick: undo } },
    );
  };
}
