import { UserPlus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Badge } from "#/components/ui/badge.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { pictureUrl } from "#/lib/pictures.ts";
import type { Project } from "../queries.ts";
import { type ProjectPerson, useAddPerson, useRemovePerson } from "./people-queries.ts";

interface PeopleListProps {
  project: Project;
  people: readonly ProjectPerson[];
  /** Who can be let in. */
  members: readonly { id: string; name: string }[];
  userId: string;
  isEditable: boolean;
}

/** Who is in a project, and the ways in and out. */
export function PeopleList({ project, people, members, userId, isEditable }: PeopleListProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const [leaving, setLeaving] = useState<ProjectPerson>();
  const add = useAddPerson(id, project.id);
  const remove = useRemovePerson(id, project.id);
  const outside = members.filter((member) => !people.some((person) => person.id === member.id));

  const letGo = (person: ProjectPerson) =>
    void announce(
      remove.mutateAsync(person.id),
      t,
      t("projectPeople.removed", { name: person.name }),
    );
  const ask = (person: ProjectPerson) => {
    const wouldLockOut =
      person.id === userId && project.visibility === "private" && !can("projects.read_private");
    if (wouldLockOut) setLeaving(person);
    else letGo(person);
  };

  return (
    <div className="flex flex-col gap-3">
      {people.length === 0 ? (
        <p className="text-sm text-muted">{t("projectPeople.nobody")}</p>
      ) : (
        <ul className="flex flex-col">
          {people.map((person) => (
            <li
              key={person.id}
              className="flex min-h-10 items-center gap-2.5 border-b border-hairline text-sm last:border-b-0"
            >
              <Avatar
                name={person.name}
                src={pictureUrl("avatars", person.avatarPath)}
                decorative
              />
              <span className="min-w-0 truncate">{person.name}</span>
              {person.id === userId && <Badge>{t("members.you")}</Badge>}
              {person.id === project.lead_id && (
                <Badge meaning="accent">{t("projects.lead")}</Badge>
              )}
              {!person.isActive && <Badge meaning="warning">{t("members.suspended")}</Badge>}
              {isEditable && (
                <span className="ml-auto">
                  <IconButton
                    size="sm"
                    label={t("projectPeople.remove", { name: person.name })}
                    icon={<X />}
                    onClick={() => ask(person)}
                  />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {isEditable && outside.length > 0 && (
        <div className="flex items-center gap-2 sm:w-80">
          <UserPlus className="size-4 shrink-0 text-muted" aria-hidden />
          <Combobox
            label={t("projectPeople.add")}
            value={undefined}
            placeholder={t("projectPeople.add")}
            disabled={add.isPending}
            onValueChange={(chosen) => {
              const name = outside.find((member) => member.id === chosen)?.name ?? "";
              void announce(add.mutateAsync(chosen), t, t("projectPeople.added", { name }));
            }}
            options={outside.map((member) => ({
              value: member.id,
              label: member.name,
              icon: <Avatar name={member.name} size="sm" decorative />,
            }))}
          />
        </div>
      )}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(isOpen) => !isOpen && setLeaving(undefined)}
        title={t("projectPeople.leaveTitle", { name: project.name })}
        action={t("projectPeople.leaveAction")}
        cancelLabel={t("common.cancel")}
        onConfirm={() => {
          if (leaving) letGo(leaving);
          setLeaving(undefined);
        }}
      >
        <p>{t("projectPeople.leaveText")}</p>
      </ConfirmDialog>
    </div>
  );
}
