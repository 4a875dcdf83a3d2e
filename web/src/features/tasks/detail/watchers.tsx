import { Eye, EyeOff, UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Command, CommandInput, CommandList, CommandRow } from "#/components/ui/command.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { TaskMember } from "../task-context.ts";
import { useSetWatcher } from "./relation-mutations.ts";

const mostShown = 4;

interface WatchersProps {
  taskId: string;
  userId: string;
  watcherIds: readonly string[];
  members: readonly TaskMember[];
  /** Those who could watch. */
  readers: readonly TaskMember[];
  /** Whether one may add and remove others. */
  canChange: boolean;
  isArchived: boolean;
}

/** Who hears of a task. Oneself begins and stops with one press. */
export function Watchers(props: WatchersProps) {
  const { taskId, userId, watcherIds, members, readers, canChange, isArchived } = props;
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const [typed, setTyped] = useState("");
  const { mutate } = useSetWatcher(org);
  const isWatching = watcherIds.includes(userId);
  const watchers = watcherIds.map((id) => ({
    id,
    name: members.find((member) => member.id === id)?.name ?? t("tasks.formerMember"),
  }));
  const set = (id: string, isOn: boolean) =>
    mutate(
      { taskId, userId: id, isOn },
      { onError: (error) => toast.error(describeError(asAppError(error), t)) },
    );

  return (
    <div className="flex min-h-control items-center gap-1 pl-2">
      <ul aria-label={t("detail.watchers")} className="flex -space-x-1">
        {watchers.slice(0, mostShown).map(({ id, name }) => (
          <li key={id} title={name} className="rounded-full ring-2 ring-surface">
            <Avatar name={name} size="sm" />
          </li>
        ))}
      </ul>
      {watchers.length > mostShown && (
        <span className="px-1 text-xs tabular-nums text-muted">+{watchers.length - mostShown}</span>
      )}
      {!isArchived && (
        <Button
          variant="ghost"
          size="sm"
          aria-pressed={isWatching}
          onClick={() => set(userId, !isWatching)}
        >
          {isWatching ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          {isWatching ? t("detail.unwatch") : t("detail.watch")}
        </Button>
      )}
      {canChange && (
        <Popover
          onOpenChange={() => setTyped("")}
          label={t("detail.watchers")}
          className="max-h-80 w-64"
          trigger={<IconButton size="sm" label={t("detail.otherWatchers")} icon={<UserPlus />} />}
        >
          <Command label={t("detail.watchers")}>
            <CommandInput placeholder={t("ui.search")} value={typed} onValueChange={setTyped} />
            <CommandList label={t("detail.watchers")} empty={t("ui.nothingFound")}>
              {readers.map(({ id, name }) => (
                <CommandRow
                  key={id}
                  id={id}
                  label={name}
                  icon={<Avatar name={name} size="sm" decorative />}
                  isChosen={watcherIds.includes(id)}
                  onChoose={() => set(id, !watcherIds.includes(id))}
                />
              ))}
            </CommandList>
          </Command>
        </Popover>
      )}
    </div>
  );
}
