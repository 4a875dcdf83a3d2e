import { CirclePlay, Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Kbd } from "#/components/ui/kbd.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { WorkLabel } from "../components/work-label.tsx";
import { TickingClock } from "./ticking-clock.tsx";
import { useTimer } from "./use-timer.ts";

interface SidebarTimerProps {
  userId: string;
  /** Icons alone. */
  isCollapsed: boolean;
  /** Asks what to work on. */
  onStart: () => void;
}

/** The running timer in sight of every page, or the way to one. */
export function SidebarTimer({ userId, isCollapsed, onStart }: SidebarTimerProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const { running, stop } = useTimer(userId);

  if (!running) {
    if (!can("time.track")) return undefined;
    if (isCollapsed) {
      return (
        <IconButton
          label={t("time.start")}
          keys={shortcuts.timer.keys}
          icon={<CirclePlay />}
          onClick={onStart}
          className="mx-auto flex"
        />
      );
    }
    return (
      <button
        type="button"
        onClick={onStart}
        className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-sm text-soft transition-colors hover:bg-hover hover:text-text pointer-coarse:h-11"
      >
        <CirclePlay className="size-4" aria-hidden />
        {t("time.start")}
        <Kbd keys={shortcuts.timer.keys} className="ml-auto pointer-coarse:hidden" />
      </button>
    );
  }

  const stopButton = (
    <IconButton
      size="sm"
      label={t("time.stop")}
      keys={shortcuts.timer.keys}
      icon={<Square className="size-3.5! fill-current" />}
      onClick={() => void stop()}
      className="text-danger! hover:bg-danger-soft!"
    />
  );
  if (isCollapsed) return <div className="flex justify-center">{stopButton}</div>;
  const elsewhere = running.organization_id !== id ? running.organizations?.name : undefined;
  return (
    <section
      aria-label={t("time.timer")}
      className="flex items-center gap-2 rounded-control border border-hairline bg-surface py-1.5 pr-1.5 pl-2 text-sm shadow-card"
    >
      <div className="min-w-0 flex-1">
        <WorkLabel work={running} description={running.description} />
        <div className="mt-0.5 flex items-center gap-1.5 text-xs text-running">
          <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-running" />
          <TickingClock since={running.started_at} />
          {elsewhere && (
            <span className="truncate text-muted">{t("time.in", { organization: elsewhere })}</span>
          )}
        </div>
      </div>
      {stopButton}
    </section>
  );
}
