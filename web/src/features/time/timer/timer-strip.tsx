import { Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { WorkLabel } from "../components/work-label.tsx";
import { TickingClock } from "./ticking-clock.tsx";
import { useTimer } from "./use-timer.ts";

/** On a phone, whose sidebar is out of sight: the running timer under the page. */
export function TimerStrip({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const { running, stop } = useTimer(userId);
  if (!running) return undefined;
  return (
    <section
      aria-label={t("time.timer")}
      className="flex shrink-0 items-center gap-3 border-t border-hairline bg-surface-2 py-1.5 pr-2 pl-4 text-sm"
    >
      <span aria-hidden className="size-2 shrink-0 animate-pulse rounded-full bg-running" />
      <div className="min-w-0 flex-1">
        <WorkLabel work={running} description={running.description} />
      </div>
      <span className="text-running">
        <TickingClock since={running.started_at} />
      </span>
      <Button size="sm" onClick={() => void stop()}>
        <Square className="fill-current text-danger" aria-hidden />
        {t("time.stopShort")}
      </Button>
    </section>
  );
}
