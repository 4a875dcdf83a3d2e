import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FilterBar, FilterSelect } from "#/components/ui/filter-bar.tsx";

/** What both lists of people can be narrowed by. */
export interface PeopleNarrowing {
  q: string | undefined;
  role: string | undefined;
  status: string | undefined;
}

interface PeopleFilterBarProps {
  filter: Partial<PeopleNarrowing>;
  onChange: (change: Partial<PeopleNarrowing>) => void;
  searchLabel: string;
  /** "5 members". */
  count: string;
  roles: readonly { key: string; name: string }[];
  statuses: readonly { value: string; label: string }[];
  /** At the end of the line, such as a way to take the list along. */
  children?: ReactNode;
}

/** Words, role and status, for the members and for those who are asked in. */
export function PeopleFilterBar(props: PeopleFilterBarProps) {
  const { filter, onChange, searchLabel, count, roles, statuses, children } = props;
  const { t } = useTranslation();
  const isNarrowed = [filter.q, filter.role, filter.status].some((each) => each !== undefined);
  return (
    <FilterBar
      search={filter.q ?? ""}
      onSearch={(words) => onChange({ q: words })}
      searchLabel={searchLabel}
      count={count}
      onClear={isNarrowed ? () => onChange(everybody) : undefined}
    >
      <FilterSelect
        label={t("members.role")}
        allLabel={t("members.allRoles")}
        value={filter.role}
        options={roles.map(({ key, name }) => ({ value: key, label: name }))}
        onValueChange={(value) => onChange({ role: value })}
      />
      <FilterSelect
        label={t("members.status")}
        allLabel={t("members.allStatuses")}
        value={filter.status}
        options={statuses}
        onValueChange={(value) => onChange({ status: value })}
      />
      {children}
    </FilterBar>
  );
}

/** Narrowed by nothing. */
export const everybody: PeopleNarrowing = { q: undefined, role: undefined, status: undefined };
