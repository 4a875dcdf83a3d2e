import { useLocation } from "@tanstack/react-router";
import { PanelLeft } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Sheet } from "#/components/ui/sheet.tsx";
import { TimerStrip } from "#/features/time/timer/timer-strip.tsx";
import { useSession } from "#/lib/session.ts";
import { useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { storedValue } from "#/lib/stored-value.ts";
import { useIsNarrow } from "#/lib/use-media-query.ts";
import { ConnectionBanner } from "./connection-state.tsx";
import { Overlays } from "./overlays.tsx";
import { ReadOnlyBanner } from "./read-only-banner.tsx";
import { Sidebar } from "./sidebar.tsx";

/** The frame of every page of an organization: sidebar at the left (a drawer on a phone), page at the right. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const userId = useSession()?.user.id ?? "";
  const [isCollapsed, setCollapsed] = useState(() => storedValue.get("sidebar") === "collapsed");
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const address = useLocation({ select: ({ pathname }) => pathname });

  // Whoever chose something in the drawer wants to see it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the trigger, not an input
  useEffect(() => setDrawerOpen(false), [address]);

  const toggle = () => {
    setCollapsed(!isCollapsed);
    storedValue.set("sidebar", isCollapsed ? "expanded" : "collapsed");
  };

  useShortcut("sidebar", toggle, !isNarrow);

  return (
    <div className="flex h-full flex-col bg-app">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-float p-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t("common.skipToContent")}
      </a>
      <ConnectionBanner />
      <ReadOnlyBanner />
      <div className="flex min-h-0 flex-1">
        {isNarrow ? (
          <Sheet
            open={isDrawerOpen}
            onOpenChange={setDrawerOpen}
            side="start"
            title={t("shell.sidebar")}
          >
            <Sidebar isCollapsed={false} />
          </Sheet>
        ) : (
          <aside
            aria-label={t("shell.sidebar")}
            className={isCollapsed ? "w-14 shrink-0" : "w-58 shrink-0"}
          >
            <Sidebar isCollapsed={isCollapsed} onToggle={toggle} />
          </aside>
        )}
        <div className="relative flex min-w-0 flex-1 flex-col overflow-hidden bg-surface md:my-2 md:mr-2 md:rounded-panel md:border md:border-hairline">
          {isNarrow && (
            // Over the room that page headers leave for it.
            <div className="absolute top-1.5 left-1.5 z-20">
              <IconButton
                label={t("shell.openSidebar")}
                icon={<PanelLeft />}
                onClick={() => setDrawerOpen(true)}
              />
            </div>
          )}
          <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
            {children}
          </main>
          {isNarrow && <TimerStrip userId={userId} />}
        </div>
      </div>
      <Overlays />
    </div>
  );
}
