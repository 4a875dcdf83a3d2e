import { clsx } from "clsx";
import { ChevronDown, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { formatNumber } from "#/lib/format.ts";
import { lineLook, type Place, placeStyle } from "./place.ts";

interface GroupHeadProps extends Place {
  name: string;
  icon: ReactNode;
  /** Undefined while nobody can say. */
  total: number | undefined;
  loaded: number;
  isCollapsed: boolean;
  onToggle: () => void;
  /** Absent where the person may not create tasks, or the group says nothing of a new one. */
  onAdd: (() => void) | undefined;
}

/** The head of a group: what its tasks have in common, and how many there are. */
export function GroupHead(props: GroupHeadProps) {
  const { name, icon, total, loaded, isCollapsed, onToggle, onAdd } = props;
  const { t, i18n } = useTranslation();
  return (
    <tr
      aria-rowindex={props.index + 2}
      style={placeStyle(props)}
      className={`${lineLook} bg-surface-2 pr-2 pl-3 md:pl-5`}
    >
      <td className="flex min-w-0 flex-1">
        <button
          type="button"
          aria-expanded={!isCollapsed}
          onClick={onToggle}
          className="flex h-7 min-w-0 items-center gap-2 rounded-control px-1 transition-colors hover:bg-hover"
        >
          <ChevronDown
            className={clsx(
              "size-3.5 text-muted transition-transform",
              isCollapsed && "-rotate-90",
            )}
            aria-hidden
          />
          {icon}
          <span className="truncate font-strong">{name}</span>
          <span className="tabular-nums text-muted">
            {total === undefined
              ? t("views.soFar", { number: formatNumber(loaded, i18n.language) })
              : formatNumber(total, i18n.language)}
          </span>
        </button>
      </td>
      {onAdd && (
        <td>
          <IconButton
            size="sm"
            label={t("tasks.addTo", { status: name })}
            icon={<Plus />}
            onClick={onAdd}
          />
        </td>
      )}
    </tr>
  );
}
