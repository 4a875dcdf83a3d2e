import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Kbd } from "#/components/ui/kbd.tsx";
import { Switch } from "#/components/ui/switch.tsx";
import {
  shortcutGroups as groups,
  type ShortcutId,
  type shortcutGroups,
  shortcuts,
} from "#/lib/shortcuts/shortcut-list.ts";
import { characterShortcuts } from "#/lib/shortcuts/use-shortcut.ts";

interface ShortcutSheetProps {
  /** What works on the page underneath. */
  bound: readonly ShortcutId[];
  onClose: () => void;
}

/** The shortcuts that work here. */
export function ShortcutSheet({ bound, onClose }: ShortcutSheetProps) {
  const { t } = useTranslation();
  const [areOn, setOn] = useState(characterShortcuts.areOn);
  const titles: Record<(typeof shortcutGroups)[number], string> = {
    general: t("shortcuts.groupGeneral"),
    go: t("shortcuts.groupGo"),
    lists: t("shortcuts.groupLists"),
  };
  const turn = (on: boolean) => {
    setOn(on);
    characterShortcuts.turn(on);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("shortcuts.title")}
      closeLabel={t("common.close")}
    >
      <div className="flex flex-col gap-5">
        {groups.map((group) => {
          const ids = bound.filter((id) => shortcuts[id].group === group);
          if (ids.length === 0) return null;
          return (
            <section key={group}>
              <h3 className="pb-1 text-xs text-muted">{titles[group]}</h3>
              <dl className="text-sm">
                {ids.map((id) => (
                  <div
                    key={id}
                    className="flex min-h-8 items-center justify-between gap-4 border-b border-hairline py-1 last:border-b-0"
                  >
                    <dt>{t(shortcuts[id].label)}</dt>
                    <dd>
                      <Kbd keys={shortcuts[id].keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        <Switch
          label={t("shortcuts.characters")}
          hint={t("shortcuts.charactersHint")}
          checked={areOn}
          onCheckedChange={turn}
        />
      </div>
    </Dialog>
  );
}
