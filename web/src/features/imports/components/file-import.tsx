import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { Section } from "#/components/ui/section.tsx";
import { formatNumber } from "#/lib/format.ts";
import { guessMapping, type ImportTarget, type Mapping } from "../mapping.ts";
import type { Survey } from "../survey.ts";
import { useImport } from "../use-import.ts";
import { ImportReport } from "./import-report.tsx";
import { MappingForm } from "./mapping-form.tsx";

interface FileImportProps {
  file: File;
  survey: Survey;
  project: ImportTarget & { id: string };
  toTasks: ReactNode;
}

/** One file on its way to tasks. */
export function FileImport({ file, survey, project, toTasks }: FileImportProps) {
  const { t, i18n } = useTranslation();
  const [mapping, setMapping] = useState(() => guessMapping(survey, project));
  const { state, run, stop, forget } = useImport(project.id, file, survey);
  const { isRunning = false, isDryRun = true, outcome } = state ?? {};
  const hasTitle = mapping.columns.title !== undefined;
  const isBegun = state !== undefined && !isDryRun;
  const isDone = isBegun && !isRunning && !outcome?.isStopped && !outcome?.error;
  const change = (next: Mapping) => {
    setMapping(next);
    // What was found before says nothing of another reading.
    forget();
  };
  const number = (count: number) => formatNumber(count, i18n.language);
  const left = survey.rows - (outcome?.refused.length ?? 0) - (outcome?.createdRows ?? 0);

  return (
    <>
      {!isBegun && (
        <MappingForm
          survey={survey}
          target={project}
          mapping={mapping}
          disabled={isRunning}
          onChange={change}
        />
      )}
      <Section
        title={isBegun ? t("imports.import") : t("imports.check")}
        text={isBegun ? undefined : t("imports.checkText", { count: survey.rows })}
      >
        <div className="flex flex-col gap-4">
          {isRunning && (
            <div className="flex items-center gap-3 text-sm">
              <Progress
                label={isDryRun ? t("imports.checking") : t("imports.importing")}
                value={(outcome?.answered ?? 0) / survey.rows}
              />
              <output className="shrink-0 text-muted tabular-nums">
                {t("imports.progress", {
                  answered: number(outcome?.answered ?? 0),
                  rows: number(survey.rows),
                })}
              </output>
              <Button size="sm" onClick={stop}>
                {t("common.cancel")}
              </Button>
            </div>
          )}
          {state && !isRunning && <ImportReport state={state} survey={survey} />}
          {!isRunning && (
            <div className="flex flex-wrap gap-2">
              {isDone ? (
                toTasks
              ) : isBegun ? (
                <Button variant="primary" onClick={() => run(mapping, false)}>
                  {t("imports.continue")}
                </Button>
              ) : (
                <>
                  {outcome && !outcome.error && !outcome.isStopped && left > 0 && (
                    <Button variant="primary" onClick={() => run(mapping, false)}>
                      {t("imports.start", { count: left, number: number(left) })}
                    </Button>
                  )}
                  <Button
                    variant={outcome ? "secondary" : "primary"}
                    disabled={!hasTitle}
                    onClick={() => run(mapping, true)}
                  >
                    {outcome ? t("imports.checkAgain") : t("imports.checkAction")}
                  </Button>
                </>
              )}
            </div>
          )}
          {!hasTitle && <p className="text-sm text-muted">{t("imports.titleMissing")}</p>}
        </div>
      </Section>
    </>
  );
}
