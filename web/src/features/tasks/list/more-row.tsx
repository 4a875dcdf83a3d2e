import { useTranslation } from "react-i18next";
import { Skeleton } from "#/components/ui/skeleton.tsx";
import { lineLook, type Place, placeStyle } from "./place.ts";

interface MoreRowProps extends Place {
  hasFailed: boolean;
  onRetry: () => void;
}

/** The end of what is loaded, while more is on its way. */
export function MoreRow({ hasFailed, onRetry, ...place }: MoreRowProps) {
  const { t } = useTranslation();
  return (
    <tr
      aria-rowindex={place.index + 2}
      style={placeStyle(place)}
      className={`${lineLook} px-4 md:px-6`}
    >
      <td className="w-full">
        {hasFailed ? (
          <button
            type="button"
            onClick={onRetry}
            className="rounded-control px-2 text-muted transition-colors hover:bg-hover hover:text-text"
          >
            {t("views.moreFailed")}
          </button>
        ) : (
          <span className="block animate-pulse">
            <span className="sr-only">{t("common.loading")}</span>
            <Skeleton className="h-4 w-2/5" />
          </span>
        )}
      </td>
    </tr>
  );
}
