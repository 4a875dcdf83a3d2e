import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { Select } from "#/components/ui/select.tsx";
import type { TimeSearch } from "#/lib/paths.ts";
import type { BookableProject } from "../components/work-fields.tsx";

interface EntryFiltersProps {
  userId: string;
  projects: readonly BookableProject[];
  /** Whose time one may see; absent where it is one's own alone. */
  members: readonly { id: string; name: string }[] | undefined;
  search: TimeSearch;
  onSearch: (search: TimeSearch) => void;
}

// A list of choices knows no undefined.
const any = "any";

/** What of the entries is shown; all of it stands in the address. */
export function EntryFilters({ userId, projects, members, search, onSearch }: EntryFiltersProps) {
  const { t } = useTranslation();
  const change = (part: TimeSearch) => onSearch({ ...search, ...part });
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <search className="flex flex-wrap items-center gap-2 border-b border-hairline px-4 py-2 md:px-6 [&>div]:max-sm:min-w-[calc(50%-4px)] [&>div]:max-sm:flex-1">
      {members && (
        <div className="sm:w-48">
          <Combobox
            label={t("time.person")}
            value={search.user ?? userId}
            onValueChange={(user) => change({ user: user === userId ? undefined : user })}
            options={[
              { value: "all", label: t("time.everybody") },
              ...members.map((member) => ({
                value: member.id,
                label: member.name,
                icon: <Avatar name={member.name} size="sm" decorative />,
              })),
            ]}
          />
        </div>
      )}
      <div className="sm:w-52">
        <Combobox
          label={t("time.project")}
          value={search.project ?? any}
          onValueChange={(project) => change({ project: project === any ? undefined : project })}
          options={[
            { value: any, label: t("time.allProjects") },
            ...projects.map(({ id, name, key, colour }) => ({
              value: id,
              label: name,
              keywords: [key],
              icon: <ProjectMark colour={colour} />,
            })),
          ]}
        />
      </div>
      <div className="sm:w-44">
        <Select
          aria-label={t("time.billable")}
          value={search.billable ?? any}
          onValueChange={(value) =>
            change({ billable: value === "yes" || value === "no" ? value : undefined })
          }
          options={[
            { value: any, label: t("time.billableAny") },
            { value: "yes", label: t("time.billable") },
            { value: "no", label: t("time.notBillable") },
          ]}
        />
      </div>
      <div className="sm:w-36">
        <DatePicker
          label={t("time.fromDay")}
          placeholder={t("time.fromDay")}
          value={search.from ?? null}
          onChange={(from) => change({ from: from ?? undefined })}
        />
      </div>
      <div className="sm:w-36">
        <DatePicker
          label={t("time.toDay")}
          placeholder={t("time.toDay")}
          value={search.to ?? null}
          onChange={(to) => change({ to: to ?? undefined })}
        />
      </div>
      {isFiltered && (
        <Button variant="ghost" onClick={() => onSearch({})}>
          <X aria-hidden />
          {t("ui.clearFilter")}
        </Button>
      )}
    </search>
  );
}
