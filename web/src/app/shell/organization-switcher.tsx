import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { ChevronsUpDown, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import {
  Menu,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuSeparator,
} from "#/components/ui/dropdown-menu.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { pictureUrl } from "#/lib/pictures.ts";

/** The organization one is in; opens the others. */
export function OrganizationSwitcher({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = useOrganization();
  const { data: organizations = [] } = useQuery(organizationQueries.mine());
  const logo = organizations.find(({ id }) => id === current.id)?.logo_path;

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${current.name}, ${t("organization.switch")}`}
          className={clsx(
            "flex h-9 min-w-0 items-center gap-2 rounded-control text-left transition-colors hover:bg-hover data-[state=open]:bg-active pointer-coarse:h-11",
            isCollapsed ? "w-9 justify-center" : "flex-1 px-1.5",
          )}
        >
          <Avatar name={current.name} src={pictureUrl("logos", logo)} shape="square" decorative />
          {!isCollapsed && (
            <>
              <span className="min-w-0 flex-1 truncate font-strong">{current.name}</span>
              <ChevronsUpDown className="size-3.5 text-muted" aria-hidden />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>{t("organization.list")}</MenuLabel>
      <MenuChoice
        value={current.slug}
        onValueChange={(slug) => void navigate(paths.projects(slug))}
        options={organizations.map(({ slug, name, logo_path }) => ({
          value: slug,
          label: name,
          icon: (
            <Avatar
              name={name}
              src={pictureUrl("logos", logo_path)}
              size="sm"
              shape="square"
              decorative
            />
          ),
        }))}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate(paths.newOrganization())}>
        <Plus aria-hidden />
        {t("organization.createAnother")}
      </MenuItem>
    </Menu>
  );
}
