import { useTranslation } from "react-i18next";
import { FilterBar, FilterSelect } from "#/components/ui/filter-bar.tsx";
import { isNarrowed, type ProjectFilter, type ProjectFilterChange } from "../project-filter.ts";
import { projectStatusOptions } from "./project-status.tsx";

interface ProjectFilterBarProps {
  filter: ProjectFilter;
  onChange: (change: ProjectFilterChange) => void;
  onClear: () => void;
  members: readonly { id: string; name: string }[];
}

/** Narrows the list of projects down. */
export function ProjectFilterBar({ filter, onChange, onClear, members }: ProjectFilterBarProps) {
  const { t } = useTranslation();
  return (
    <FilterBar
      search={filter.q ?? ""}
      onSearch={(q) => onChange({ q })}
      searchLabel={t("projects.search")}
      onClear={isNarrowed(filter) ? onClear : undefined}
    >
      <FilterSelect
        label={t("projects.status")}
        allLabel={t("projects.anyStatus")}
        value={filter.status}
        options={projectStatusOptions(t)}
        onValueChange={(status) => onChange({ status })}
      />
      <FilterSelect
        label={t("projects.lead")}
        allLabel={t("projects.anyLead")}
        value={filter.lead}
        options={members.map(({ id, name }) => ({ value: id, label: name }))}
        onValueChange={(lead) => onChange({ lead })}
      />
      <FilterSelect
        label={t("projects.archived")}
        allLabel={t("projects.archivedToo")}
        value={filter.archived}
        options={[
          { value: "no", label: t("projects.archivedNot") },
          { value: "only", label: t("projects.archivedOnly") },
        ]}
        onValueChange={(archived) => onChange({ archived })}
      />
      <FilterSelect
        label={t("projects.order")}
        allLabel={t("projects.orderName")}
        value={filter.order}
        options={[{ value: "newest", label: t("projects.orderNewest") }]}
        onValueChange={(order) => onChange({ order })}
      />
    </FilterBar>
  );
}
