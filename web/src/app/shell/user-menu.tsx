import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { Keyboard, Languages, LogOut, Monitor, Moon, Sun, SunMoon, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import {
  Menu,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  Submenu,
} from "#/components/ui/dropdown-menu.tsx";
import { accountQueries } from "#/features/account/queries.ts";
import { currentLanguage, languageNames, setLanguage } from "#/lib/i18n.ts";
import { paths } from "#/lib/paths.ts";
import { pictureUrl } from "#/lib/pictures.ts";
import { signOut, useSession } from "#/lib/session.ts";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { runShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { setTheme, useTheme } from "#/lib/theme.ts";
import { ConnectionDot } from "./connection-state.tsx";

/** Who one is, how the page looks, and the way out. */
export function UserMenu({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const session = useSession();
  const navigate = useNavigate();
  const { data: profile } = useQuery({
    ...accountQueries.profile(session?.user.id ?? ""),
    enabled: session !== null,
  });
  const email = session?.user.email ?? "";
  const name = profile?.display_name ?? email;

  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={t("shell.userMenu", { name })}
          className={clsx(
            "flex h-9 items-center gap-2 rounded-control text-left transition-colors hover:bg-hover data-[state=open]:bg-active pointer-coarse:h-11",
            isCollapsed ? "mx-auto w-9 justify-center" : "w-full px-1.5",
          )}
        >
          <span className="relative">
            <Avatar name={name} src={pictureUrl("avatars", profile?.avatar_path)} decorative />
            <ConnectionDot />
          </span>
          {!isCollapsed && <span className="min-w-0 flex-1 truncate text-sm">{name}</span>}
        </button>
      }
    >
      <MenuLabel>{email}</MenuLabel>
      <MenuItem onSelect={() => void navigate(paths.profile())}>
        <UserRound aria-hidden />
        {t("account.title")}
      </MenuItem>
      <Submenu label={t("shell.theme")} icon={<SunMoon aria-hidden />}>
        <MenuChoice
          value={theme}
          onValueChange={setTheme}
          options={[
            { value: "light", label: t("shell.themeLight"), icon: <Sun aria-hidden /> },
            { value: "dark", label: t("shell.themeDark"), icon: <Moon aria-hidden /> },
            { value: "system", label: t("shell.themeSystem"), icon: <Monitor aria-hidden /> },
          ]}
        />
      </Submenu>
      <Submenu label={t("shell.language")} icon={<Languages aria-hidden />}>
        <MenuChoice
          value={currentLanguage()}
          onValueChange={(language) => void setLanguage(language)}
          options={languageNames}
        />
      </Submenu>
      <MenuItem onSelect={() => runShortcut("help")} keys={shortcuts.help.keys}>
        <Keyboard aria-hidden />
        {t("shortcuts.title")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        {t("auth.signOut")}
      </MenuItem>
    </Menu>
  );
}
