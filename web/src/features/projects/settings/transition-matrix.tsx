import { useTranslation } from "react-i18next";
import { Callout } from "#/components/ui/callout.tsx";
import { Checkbox } from "#/components/ui/checkbox.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { isSameWay, type Status, type Transition } from "./workflow-queries.ts";

interface TransitionMatrixProps {
  statuses: readonly Status[];
  transitions: readonly Transition[];
  isEditable: boolean;
  onToggle: (way: Transition, isOpen: boolean) => void;
}

/** Where tasks come from down, where they may go across. */
export function TransitionMatrix({
  statuses,
  transitions,
  isEditable,
  onToggle,
}: TransitionMatrixProps) {
  const { t } = useTranslation();
  const isOpen = (way: Transition) => transitions.some((each) => isSameWay(each, way));
  const deadEnds = statuses.filter(
    ({ key, category }) =>
      category !== "done" && !transitions.some(({ from_status }) => from_status === key),
  );
  // Without any transition all ways are open, which is the opposite of what unticking the last one seems to say.
  const isLast = transitions.length === 1;

  return (
    <>
      <div className="overflow-x-auto rounded-panel border border-hairline">
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{t("workflow.matrix")}</caption>
          <thead>
            <tr className="[&>th]:border-b [&>th]:border-hairline [&>th]:font-normal">
              <th
                scope="col"
                className="sticky left-0 z-10 bg-surface px-3 py-2 text-left text-xs text-muted"
              >
                {t("workflow.fromTo")}
              </th>
              {statuses.map((status) => (
                <th key={status.key} scope="col" className="min-w-24 px-2 py-2 align-bottom">
                  <span className="flex flex-col items-center gap-1">
                    <StatusIcon
                      category={status.category}
                      progress={progressOf(statuses, status.key)}
                    />
                    <span className="line-clamp-2 max-w-28 break-words">{status.name}</span>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>*]:border-b-0">
            {statuses.map((from) => (
              <tr key={from.key} className="hover:bg-hover [&>*]:border-b [&>*]:border-hairline">
                <th
                  scope="row"
                  className="sticky left-0 z-10 max-w-44 bg-surface px-3 py-2 text-left font-normal"
                >
                  <span className="flex items-center gap-2">
                    <StatusIcon
                      category={from.category}
                      progress={progressOf(statuses, from.key)}
                    />
                    <span className="truncate">{from.name}</span>
                  </span>
                </th>
                {statuses.map((to) => {
                  const way = { from_status: from.key, to_status: to.key };
                  if (from.key === to.key) {
                    return (
                      <td key={to.key} aria-hidden className="text-center text-muted">
                        ·
                      </td>
                    );
                  }
                  const isTicked = isOpen(way);
                  return (
                    <td
                      key={to.key}
                      className="h-10 text-center"
                      title={isTicked && isLast ? t("workflow.lastWay") : undefined}
                    >
                      <Checkbox
                        aria-label={t("workflow.way", { from: from.name, to: to.name })}
                        checked={isTicked}
                        disabled={!isEditable || (isTicked && isLast)}
                        onCheckedChange={(checked) => onToggle(way, checked)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {deadEnds.length > 0 && (
        <Callout meaning="warning">
          {t("workflow.deadEnds", { names: deadEnds.map(({ name }) => name).join(", ") })}
        </Callout>
      )}
    </>
  );
}
