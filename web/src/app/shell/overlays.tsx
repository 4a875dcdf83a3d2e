import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import { useTimer } from "#/features/time/timer/use-timer.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useSession } from "#/lib/session.ts";
import type { ShortcutId } from "#/lib/shortcuts/shortcut-list.ts";
import { boundShortcuts, useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { type Destination, destinations } from "./destinations.ts";
import type { PalettePage } from "./palette/command-groups.ts";

const CommandPalette = lazy(async () => ({
  default: (await import("./palette/command-palette.tsx")).CommandPalette,
}));
const ShortcutSheet = lazy(async () => ({
  default: (await import("./shortcut-sheet.tsx")).ShortcutSheet,
}));
const CreateTaskDialog = lazy(async () => ({
  default: (await import("#/features/tasks/components/create-task-dialog.tsx")).CreateTaskDialog,
}));
const CreateProjectDialog = lazy(async () => ({
  default: (await import("#/features/projects/components/create-project-dialog.tsx"))
    .CreateProjectDialog,
}));

const StartTimerDialog = lazy(async () => ({
  default: (await import("#/features/time/timer/start-timer-dialog.tsx")).StartTimerDialog,
}));

type Overlay =
  | { kind: "palette"; page: PalettePage | undefined }
  | { kind: "help"; bound: readonly ShortcutId[] }
  | { kind: "task" }
  | { kind: "project" }
  | { kind: "timer" };

/** What opens over any page of an organization, and the shortcuts that open it. One at a time. */
export function Overlays() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, slug, can } = useOrganization();
  const { key: projectKey } = useParams({ strict: false });
  const [overlay, setOverlay] = useState<Overlay>();
  const kind = overlay?.kind;
  const close = () => setOverlay(undefined);

  // Asked for only once it is needed.
  const { data: loadedProjects } = useQuery({
    ...projectQueries.names(id),
    enabled: kind === "palette" || kind === "task" || kind === "timer",
  });
  const projects = loadedProjects ?? [];
  const { data: members = [] } = useQuery({
    ...organizationQueries.members(id),
    enabled: kind === "project",
  });
  const userId = useSession()?.user.id ?? "";
  const timer = useTimer(userId);
  const startTimer = () => setOverlay({ kind: "timer" });
  const toggleTimer = () => (timer.running ? void timer.stop() : startTimer());
  const mayUseTimer = timer.running !== undefined || can("time.track");
  const canCreateTask = can("tasks.create");
  const canCreateProject = can("projects.write");
  const createTask = () => setOverlay({ kind: "task" });
  const createProject = () => setOverlay({ kind: "project" });

  useShortcut("palette", () => {
    setOverlay(kind === "palette" ? undefined : { kind: "palette", page: undefined });
  });
  useShortcut("search", () => setOverlay({ kind: "palette", page: undefined }));
  useShortcut("goOrganization", () => setOverlay({ kind: "palette", page: "organizations" }));
  useShortcut("help", () => setOverlay({ kind: "help", bound: boundShortcuts() }));
  useShortcut("timer", toggleTimer, mayUseTimer);
  useShortcut("create", createTask, canCreateTask);

  return (
    <Suspense>
      {destinations.map(
        (destination) =>
          destination.shortcut && (
            <GoShortcut key={destination.id} id={destination.shortcut} destination={destination} />
          ),
      )}
      {overlay?.kind === "palette" && (
        <CommandPalette
          key={overlay.page ?? "all"}
          startPage={overlay.page}
          onClose={close}
          createTask={canCreateTask && projects.length > 0 ? createTask : undefined}
          createProject={canCreateProject ? createProject : undefined}
          startTimer={can("time.track") ? startTimer : undefined}
          stopTimer={timer.running ? () => void timer.stop() : undefined}
        />
      )}
      {overlay?.kind === "help" && <ShortcutSheet bound={overlay.bound} onClose={close} />}
      {overlay?.kind === "task" && projects.length > 0 && (
        <CreateTaskDialog
          projects={projects}
          defaultProjectId={projects.find(({ key }) => key === projectKey)?.id}
          onClose={close}
          onCreated={(project, number) => {
            close();
            const key = `${project.key}-${number}`;
            toast.success(t("tasks.createdToast", { key }), {
              action: {
                label: t("tasks.openNew"),
                onClick: () => void navigate(paths.board(slug, project.key, key)),
              },
            });
          }}
        />
      )}
      {overlay?.kind === "timer" && loadedProjects && (
        <StartTimerDialog
          userId={userId}
          projects={loadedProjects}
          defaultProjectId={loadedProjects.find(({ key }) => key === projectKey)?.id}
          onClose={close}
        />
      )}
      {overlay?.kind === "project" && (
        <CreateProjectDialog
          open
          members={members}
          onOpenChange={(open) => !open && close()}
          onCreated={({ key }) => {
            close();
            void navigate(paths.board(slug, key));
          }}
        />
      )}
    </Suspense>
  );
}

/** `g` and a letter lead to a place that has one. */
function GoShortcut({ destination, id }: { destination: Destination; id: ShortcutId }) {
  const navigate = useNavigate();
  const { slug, can } = useOrganization();
  const { link, permission } = destination;
  useShortcut(id, () => void navigate(link(slug)), permission === undefined || can(permission));
  return null;
}
