import { clsx } from "clsx";
import { CloudOff, RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useConnection } from "#/lib/connection.ts";

/** A line over everything while the page is cut off; nothing while all is well. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const connection = useConnection();
  const isOffline = connection === "offline";
  return (
    <div role="status" aria-live="polite">
      {connection !== "live" && (
        <p
          className={clsx(
            "flex animate-appear items-center justify-center gap-2 px-4 py-1.5 text-sm",
            isOffline ? "bg-danger-soft text-danger" : "bg-warning-soft text-warning",
          )}
        >
          {isOffline ? (
            <CloudOff className="size-4" aria-hidden />
          ) : (
            <RefreshCw className="size-4" aria-hidden />
          )}
          {isOffline ? t("shell.offlineText") : t("shell.reconnectingText")}
        </p>
      )}
    </div>
  );
}

/** The same as a dot on the person's picture, only while something is wrong. */
export function ConnectionDot() {
  const connection = useConnection();
  if (connection === "live") return null;
  return (
    <span
      aria-hidden
      className={clsx(
        "absolute -right-0.5 -bottom-0.5 size-2 rounded-full ring-2 ring-[var(--surface-app)]",
        connection === "offline" ? "bg-danger" : "bg-warning",
      )}
    />
  );
}
