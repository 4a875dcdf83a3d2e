import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import {
  Building2,
  CirclePlay,
  Keyboard,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Plus,
  Settings,
  Square,
  Sun,
  SunMoon,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import { currentLanguage, languageNames, setLanguage } from "#/lib/i18n.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { signOut } from "#/lib/session.ts";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { runShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { setTheme, type Theme, useTheme } from "#/lib/theme.ts";
import { destinations, furtherPages } from "../destinations.ts";
import type { PaletteCommand, PaletteGroup, PalettePage } from "./command-groups.ts";

interface PaletteActions {
  /** Absent when the person may not. */
  createTask: (() => void) | undefined;
  createProject: (() => void) | undefined;
  startTimer: (() => void) | undefined;
  /** Absent while none runs. */
  stopTimer: (() => void) | undefined;
}

/** Everything that the person may do from here, and nothing that they may not. */
export function usePaletteGroups(
  page: PalettePage | undefined,
  { createTask, createProject, startTimer, stopTimer }: PaletteActions,
): PaletteGroup[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { slug, can } = useOrganization();
  const projects = useProjectCommands();
  const organizations = useOrganizationCommands();
  const themes = useThemeCommands();
  const languages = useLanguageCommands();

  if (page === "organizations")
    return [{ heading: t("organization.list"), commands: organizations }];
  if (page === "theme") return [{ heading: t("shell.theme"), commands: themes }];
  if (page === "language") return [{ heading: t("shell.language"), commands: languages }];

  const places = destinations
    .filter(({ permission }) => permission === undefined || can(permission))
    .map(
      ({ id, label, icon: Icon, link, shortcut }): PaletteCommand => ({
        id: `go-${id}`,
        label: t(label),
        icon: <Icon aria-hidden />,
        keys: shortcut && shortcuts[shortcut].keys,
        run: () => void navigate(link(slug)),
      }),
    );
  const further = furtherPages
    .filter(({ permission }) => permission === undefined || can(permission))
    .map(
      ({ id, label, icon: Icon, link }): PaletteCommand => ({
        id: `go-${id}`,
        label: t(label),
        icon: <Icon aria-hidden />,
        isHiddenAtFirst: true,
        run: () => void navigate(link(slug)),
      }),
    );
  const create: PaletteCommand[] = [
    ...(createTask
      ? [
          {
            id: "create-task",
            label: t("palette.createTask"),
            keywords: [t("palette.wordsNew")],
            icon: <Plus aria-hidden />,
            keys: shortcuts.create.keys,
            run: createTask,
          },
        ]
      : []),
    ...(createProject
      ? [
          {
            id: "create-project",
            label: t("projects.create"),
            keywords: [t("palette.wordsNew")],
            icon: <Plus aria-hidden />,
            run: createProject,
          },
        ]
      : []),
    ...(stopTimer
      ? [
          {
            id: "stop-timer",
            label: t("time.stop"),
            keywords: [t("time.title")],
            icon: <Square aria-hidden />,
            keys: shortcuts.timer.keys,
            run: stopTimer,
          },
        ]
      : []),
    ...(startTimer
      ? [
          {
            id: "start-timer",
            label: t("time.start"),
            keywords: [t("time.title")],
            icon: <CirclePlay aria-hidden />,
            keys: stopTimer ? undefined : shortcuts.timer.keys,
            run: startTimer,
          },
        ]
      : []),
    {
      id: "create-organization",
      label: t("organization.create"),
      keywords: [t("palette.wordsNew")],
      icon: <Plus aria-hidden />,
      isHiddenAtFirst: true,
      run: () => void navigate(paths.newOrganization()),
    },
  ];
  const rest: PaletteCommand[] = [
    ...(organizations.length > 1
      ? [
          {
            id: "organizations",
            label: t("organization.switch"),
            icon: <Building2 aria-hidden />,
            keys: shortcuts.goOrganization.keys,
            page: "organizations" as const,
          },
        ]
      : []),
    {
      id: "theme",
      label: t("palette.theme"),
      icon: <SunMoon aria-hidden />,
      page: "theme",
    },
    {
      id: "language",
      label: t("palette.language"),
      icon: <Languages aria-hidden />,
      page: "language",
    },
    {
      id: "help",
      label: t("shortcuts.title"),
      icon: <Keyboard aria-hidden />,
      keys: shortcuts.help.keys,
      run: () => void runShortcut("help"),
    },
    {
      id: "sign-out",
      label: t("auth.signOut"),
      icon: <LogOut aria-hidden />,
      run: () => void signOut(),
    },
  ];
  const hidden = (commands: PaletteCommand[]) =>
    commands.map((command) => ({ ...command, isHiddenAtFirst: true }));
  return [
    { heading: t("palette.go"), commands: [...places, ...further] },
    { heading: t("projects.title"), commands: projects },
    { heading: t("palette.create"), commands: create },
    {
      heading: t("palette.more"),
      commands: [...rest, ...hidden(organizations), ...hidden(themes), ...hidden(languages)],
    },
  ];
}

/** The projects, and before them the settings of the one whose page is shown. */
function useProjectCommands(): PaletteCommand[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { key: here } = useParams({ strict: false });
  const { id, slug } = useOrganization();
  const { data: projects = [] } = useQuery(projectQueries.names(id));
  const current = projects.find(({ key }) => key === here);
  const boards = projects.map(({ id: projectId, key, name, colour }, index) => ({
    id: `project-${projectId}`,
    label: name,
    keywords: [key],
    icon: <ProjectMark colour={colour} />,
    aside: key,
    isHiddenAtFirst: index >= 5,
    run: () => void navigate(paths.board(slug, key)),
  }));
  if (!current) return boards;
  const settings = {
    id: "project-settings",
    label: t("palette.projectSettings", { name: current.name }),
    icon: <Settings aria-hidden />,
    run: () => void navigate(paths.projectSettings(slug, current.key)),
  };
  return [settings, ...boards];
}

function useOrganizationCommands(): PaletteCommand[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = useOrganization();
  const { data: organizations = [] } = useQuery(organizationQueries.mine());
  return organizations.map(({ slug, name }) => ({
    id: `organization-${slug}`,
    label: name,
    keywords: [t("organization.switch")],
    icon: <Avatar name={name} size="sm" shape="square" decorative />,
    isChosen: slug === current.slug,
    run: () => void navigate(paths.projects(slug)),
  }));
}

function useThemeCommands(): PaletteCommand[] {
  const { t } = useTranslation();
  const theme = useTheme();
  const rows: { value: Theme; label: string; icon: PaletteCommand["icon"] }[] = [
    { value: "light", label: t("shell.themeLight"), icon: <Sun aria-hidden /> },
    { value: "dark", label: t("shell.themeDark"), icon: <Moon aria-hidden /> },
    { value: "system", label: t("shell.themeSystem"), icon: <Monitor aria-hidden /> },
  ];
  return rows.map(({ value, label, icon }) => ({
    id: `theme-${value}`,
    label,
    keywords: [t("shell.theme")],
    icon,
    isChosen: value === theme,
    run: () => setTheme(value),
  }));
}

function useLanguageCommands(): PaletteCommand[] {
  const { t } = useTranslation();
  return languageNames.map(({ value, label }) => ({
    id: `language-${value}`,
    label,
    keywords: [t("shell.language")],
    icon: <Languages aria-hidden />,
    isChosen: value === currentLanguage(),
    run: () => void setLanguage(value),
  }));
}
