import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { SidebarTimer } from "#/features/time/timer/sidebar-timer.tsx";
import { ErrorRegion } from "#/lib/error-region.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { runShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { DestinationLink, SearchButton } from "./destination-link.tsx";
import { destinations } from "./destinations.ts";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { ProjectLinks } from "./project-links.tsx";
import { UserMenu } from "./user-menu.tsx";

interface SidebarProps {
  /** Icons alone. */
  isCollapsed: boolean;
  /** Absent in the drawer of a phone, which is closed instead. */
  onToggle?: () => void;
}

/** Where one is, where one can go, who one is. */
export function Sidebar({ isCollapsed, onToggle }: SidebarProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  return (
    <div className="flex h-full flex-col">
      <div className={clsx("flex items-center gap-1 p-2", isCollapsed && "flex-col")}>
        <OrganizationSwitcher isCollapsed={isCollapsed} />
        {onToggle && (
          <IconButton
            label={isCollapsed ? t("shell.expandSidebar") : t("shell.collapseSidebar")}
            icon={isCollapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
            keys={shortcuts.sidebar.keys}
            onClick={onToggle}
          />
        )}
      </div>
      <nav aria-label={t("shell.navigation")} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <SearchButton isCollapsed={isCollapsed} />
        {destinations
          .filter(({ permission }) => permission === undefined || can(permission))
          .map((destination) => (
            <DestinationLink
              key={destination.id}
              destination={destination}
              isCollapsed={isCollapsed}
            />
          ))}
        <ErrorRegion>
          <ProjectLinks isCollapsed={isCollapsed} />
        </ErrorRegion>
      </nav>
      <div className="flex flex-col gap-1 p-2">
        <ErrorRegion>
          <SidebarTimer
            userId={userId}
            isCollapsed={isCollapsed}
            onStart={() => runShortcut("timer")}
          />
        </ErrorRegion>
        <UserMenu isCollapsed={isCollapsed} />
      </div>
    </div>
  );
}
