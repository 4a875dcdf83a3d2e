import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { type CsvColumn, csvHead, csvRows } from "#/lib/csv.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatNumber } from "#/lib/format.ts";
import { saveFile } from "#/lib/save-file.ts";
import { describeRefusal } from "../refusal.ts";
import type { RefusedRow } from "../run-import.ts";
import type { Survey } from "../survey.ts";
import type { ImportState } from "../use-import.ts";

interface ImportReportProps {
  state: ImportState;
  survey: Survey;
}

// More rows nobody reads here; the file has all.
const shownRows = 100;

/** What an import did, or would do: in numbers, and each refused row with its reason. */
export function ImportReport({ state: { isDryRun, outcome }, survey }: ImportReportProps) {
  const { t, i18n } = useTranslation();
  if (!outcome) return null;
  const { createdRows, fitRows, refused, answered, isStopped, error } = outcome;
  const numbered = (count: number) => ({ count, number: formatNumber(count, i18n.language) });
  const isWhole = !isStopped && !error;
  return (
    <div className="flex flex-col gap-3">
      {error && (
        <Callout meaning="danger">
          {t(isDryRun ? "imports.checkFailed" : "imports.failed", {
            ...numbered(answered),
            reason: describeError(error, t),
          })}
        </Callout>
      )}
      {isStopped && (
        <Callout meaning="warning">
          {t(isDryRun ? "imports.checkStopped" : "imports.stopped", {
            answered: formatNumber(answered, i18n.language),
            rows: formatNumber(survey.rows, i18n.language),
          })}
        </Callout>
      )}
      <Callout meaning={isWhole && refused.length === 0 ? "success" : "running"}>
        <ul>
          {isDryRun && <li>{t("imports.fit", numbered(fitRows))}</li>}
          {isDryRun && createdRows > 0 && <li>{t("imports.already", numbered(createdRows))}</li>}
          {!isDryRun && <li>{t("imports.created", numbered(createdRows))}</li>}
          {refused.length > 0 && (
            <li>
              {t(isDryRun ? "imports.wouldRefuse" : "imports.refused", numbered(refused.length))}
            </li>
          )}
        </ul>
      </Callout>
      {refused.length > 0 && <RefusedRows refused={refused} survey={survey} />}
    </div>
  );
}

function RefusedRows({ refused, survey }: { refused: readonly RefusedRow[]; survey: Survey }) {
  const { t } = useTranslation();
  const save = () => {
    // The file's own columns first, so that it can be mended and imported.
    const columns: CsvColumn<RefusedRow>[] = [
      ...survey.columns.map(({ head }, at) => ({
        head,
        cell: ({ record }: RefusedRow) => record.cells[at],
      })),
      { head: t("imports.row"), cell: ({ record }) => record.number },
      { head: t("imports.reason"), cell: (row) => describeRefusal(row, t) },
    ];
    saveFile(
      `${t("imports.refusedFile")}.csv`,
      new Blob([csvHead(columns), csvRows(refused, columns)], { type: "text/csv;charset=utf-8" }),
    );
  };
  return (
    <div>
      <div className="max-h-80 overflow-y-auto rounded-panel border border-hairline">
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-surface-1 text-left text-xs text-muted">
            <tr>
              <th className="h-8 w-16 px-3 font-normal">{t("imports.row")}</th>
              <th className="h-8 px-3 font-normal">{t("imports.reason")}</th>
              <th className="h-8 px-3 font-normal max-sm:hidden">{t("imports.content")}</th>
            </tr>
          </thead>
          <tbody>
            {refused.slice(0, shownRows).map((row) => (
              <tr key={row.record.number} className="border-t border-hairline align-top">
                <td className="px-3 py-1.5 text-muted tabular-nums">{row.record.number}</td>
                <td className="px-3 py-1.5">{describeRefusal(row, t)}</td>
                <td className="max-w-64 truncate px-3 py-1.5 text-muted max-sm:hidden">
                  {row.record.cells.filter(Boolean).join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="mt-3">
        <Button onClick={save}>
          <Download aria-hidden />
          {t("imports.saveRefused")}
        </Button>
      </div>
    </div>
  );
}
