import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Avatar } from "#/components/ui/avatar.tsx";
import { RadioGroup } from "#/components/ui/radio-group.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { pictureUrl } from "#/lib/pictures.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useUpdateProject } from "../mutations.ts";
import type { Project } from "../queries.ts";
import { PeopleList } from "./people-list.tsx";
import { projectPeopleQueries } from "./people-queries.ts";

interface ProjectPeoplePageProps {
  project: Project;
  userId: string;
  members: readonly { id: string; name: string }[];
}

/** Who sees a project. */
export function ProjectPeoplePage({ project, userId, members }: ProjectPeoplePageProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const people = useQuery(projectPeopleQueries.people(id, project.id));
  const isEditable = can("projects.write") && project.archived_at === null;
  const isPrivate = project.visibility === "private";
  return (
    <SettingsColumn>
      <Section title={t("projectPeople.seen")}>
        <Visibility project={project} disabled={!isEditable} />
      </Section>
      <Section
        title={t("projectPeople.members")}
        text={isPrivate ? t("projectPeople.membersPrivate") : t("projectPeople.membersOpen")}
      >
        {people.isPending ? (
          <PeopleSkeleton label={t("common.loading")} />
        ) : people.isError ? (
          <RegionFailed error={people.error} onRetry={() => void people.refetch()} />
        ) : (
          <PeopleList
            project={project}
            people={people.data}
            members={members}
            userId={userId}
            isEditable={isEditable}
          />
        )}
      </Section>
      {isPrivate && <PrivateReaders inside={people.data?.map((person) => person.id) ?? []} />}
    </SettingsColumn>
  );
}

function Visibility({ project, disabled }: { project: Project; disabled: boolean }) {
  const { t } = useTranslation();
  const { id, name } = useOrganization();
  const update = useUpdateProject(id);

  const choose = async (
    seen: { id: string; version: number },
    visibility: "organization" | "private",
    isUndo: boolean,
  ) => {
    try {
      const changed = await update.mutateAsync({ project: seen, changes: { visibility } });
      const isPrivate = visibility === "private";
      const former = isPrivate ? "organization" : "private";
      const undo = {
        label: t("common.undo"),
        onClick: () => void choose(changed, former, true),
      };
      toast.success(
        isPrivate ? t("projectPeople.nowPrivate") : t("projectPeople.nowOpen"),
        isUndo ? {} : { action: undo },
      );
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
    }
  };

  return (
    <RadioGroup
      label={t("projects.visibility")}
      value={project.visibility === "private" ? "private" : "organization"}
      onValueChange={(visibility) => void choose(project, visibility, false)}
      disabled={disabled || update.isPending}
      options={[
        {
          value: "organization",
          label: t("projects.visibilityOrganization", { organization: name }),
          hint: t("projectPeople.openHint"),
        },
        {
          value: "private",
          label: t("projects.visibilityPrivate"),
          hint: t("projectPeople.privateHint"),
        },
      ]}
    />
  );
}

/** Who need not be in a private project to see it. */
function PrivateReaders({ inside }: { inside: readonly string[] }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const readers = useQuery(projectPeopleQueries.readers(id));
  const others = readers.data?.filter((reader) => !inside.includes(reader.id)) ?? [];
  if (readers.isSuccess && others.length === 0) return undefined;
  return (
    <Section title={t("projectPeople.anyway")} text={t("projectPeople.anywayText")}>
      {readers.isError ? (
        <RegionFailed error={readers.error} onRetry={() => void readers.refetch()} />
      ) : (
        <ul className="flex flex-col">
          {others.map((reader) => (
            <li key={reader.id} className="flex h-10 items-center gap-2.5 text-sm">
              <Avatar
                name={reader.name}
                src={pictureUrl("avatars", reader.avatarPath)}
                decorative
              />
              <span className="min-w-0 truncate">{reader.name}</span>
              <span className="ml-auto shrink-0 text-muted">{reader.role}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function PeopleSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label}>
      {["w-40", "w-32", "w-48"].map((width) => (
        <div key={width} className="flex h-10 items-center gap-2.5">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}
