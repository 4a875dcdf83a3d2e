import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "#/components/ui/callout.tsx";
import { FileDrop } from "#/components/ui/file-drop.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { FileImport } from "./components/file-import.tsx";
import type { ImportTarget } from "./mapping.ts";
import { UnreadableFile } from "./read-csv.ts";
import { surveyOf } from "./survey.ts";

interface ImportPageProps {
  project: ImportTarget & { id: string; name: string; archived_at: string | null };
  header: ReactNode;
  /** The way to the tasks, once they are there. */
  toTasks: ReactNode;
}

/** Tasks out of a CSV file, in steps: the file, what its columns mean, a rehearsal, the import, its report. */
export function ImportPage({ project, header, toTasks }: ImportPageProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const [chosen, setChosen] = useState<{ file: File; turn: number }>();
  const file = chosen?.file;
  const survey = useQuery({
    // A file has no name of its own that would tell it from an older one.
    queryKey: ["import", project.id, chosen?.turn],
    queryFn: () => (file ? surveyOf(file) : null),
    enabled: file !== undefined,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const mayImport = can("tasks.create") && project.archived_at === null;
  const choose = ([picked]: File[]) => {
    if (picked) setChosen({ file: picked, turn: (chosen?.turn ?? 0) + 1 });
  };

  return (
    <>
      {header}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <SettingsColumn>
          {!mayImport ? (
            <Callout meaning="warning">{t("imports.notAllowed")}</Callout>
          ) : (
            <>
              <Section
                title={t("imports.file")}
                text={t("imports.fileText", { project: project.name })}
              >
                <FileDrop
                  label={file ? file.name : t("imports.drop")}
                  hint={file ? t("imports.dropOther") : t("imports.dropHint")}
                  accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
                  onFiles={choose}
                />
                {survey.isFetching && (
                  <Progress label={t("imports.reading")} value={null} className="mt-3" />
                )}
                {survey.error && (
                  <Callout meaning="danger" className="mt-3">
                    {survey.error instanceof UnreadableFile && survey.error.code === "empty"
                      ? t("imports.emptyFile")
                      : t("imports.unreadable")}
                  </Callout>
                )}
              </Section>
              {chosen && survey.data && (
                <FileImport
                  key={chosen.turn}
                  file={chosen.file}
                  survey={survey.data}
                  project={project}
                  toTasks={toTasks}
                />
              )}
            </>
          )}
        </SettingsColumn>
      </div>
    </>
  );
}
