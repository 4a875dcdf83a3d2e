import { clsx } from "clsx";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { isApple, parseKeys } from "#/lib/shortcuts/shortcut-keys.ts";

interface KbdProps {
  /** As in the list of shortcuts: "mod+k", "g p". */
  keys: string;
  className?: string;
}

/** Keys as they stand on the person's keyboard. */
export function Kbd({ keys, className }: KbdProps) {
  const { t } = useTranslation();
  const names: Record<string, string> = {
    mod: isApple() ? "⌘" : t("shortcuts.keyControl"),
    escape: t("shortcuts.keyEscape"),
    enter: t("shortcuts.keyEnter"),
  };
  return (
    <span className={clsx("inline-flex shrink-0 items-center gap-1 text-muted", className)}>
      {parseKeys(keys).map((chord, index) => (
        <Fragment key={chord.join("+")}>
          {index > 0 && <span className="text-xs">{t("shortcuts.then")}</span>}
          {chord.map((key) => (
            <kbd
              key={key}
              className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-[4px] border border-hairline-strong px-1 font-sans text-[11px] leading-none"
            >
              {names[key] ?? key.toUpperCase()}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
