import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Select, type SelectOption } from "#/components/ui/select.tsx";

// A choice of Select cannot be empty.
const nothing = "-";

interface ValueTableProps {
  title: string;
  /** The words for texts that stand for nothing: "Unassigned". */
  nothingLabel: string;
  options: readonly SelectOption[];
  values: Readonly<Record<string, string>>;
  disabled: boolean;
  /** The file has more different texts than are shown. */
  hasMore: boolean;
  onChange: (values: Record<string, string>) => void;
}

/** What the texts of one column stand for. */
export function ValueTable({
  title,
  nothingLabel,
  options,
  values,
  disabled,
  hasMore,
  onChange,
}: ValueTableProps) {
  const { t } = useTranslation();
  const id = useId();
  const all = [{ value: nothing, label: nothingLabel }, ...options];
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h3 id={id} className="text-sm font-strong">
        {title}
      </h3>
      <ul className="mt-2 flex flex-col gap-1.5">
        {Object.entries(values).map(([value, meaning], at) => (
          <li key={value} className="grid grid-cols-2 items-center gap-3 text-sm">
            <span
              id={`${id}-${at}`}
              className={clsx("flex min-w-0 items-center gap-1.5", !meaning && "text-warning")}
            >
              {!meaning && (
                <TriangleAlert
                  className="size-3.5 shrink-0"
                  role="img"
                  aria-label={t("imports.unknownValue")}
                />
              )}
              <span className="truncate">{value}</span>
            </span>
            <Select
              aria-labelledby={`${id} ${id}-${at}`}
              disabled={disabled}
              value={meaning || nothing}
              options={all}
              onValueChange={(chosen) =>
                onChange({ ...values, [value]: chosen === nothing ? "" : chosen })
              }
            />
          </li>
        ))}
      </ul>
      {hasMore && <p className="mt-2 text-xs text-muted">{t("imports.moreValues")}</p>}
    </section>
  );
}
