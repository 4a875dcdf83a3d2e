import { useQuery } from "@tanstack/react-query";
import { CirclePlay } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { CheckboxField } from "#/components/ui/checkbox.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { type BookableProject, type Work, WorkFields } from "../components/work-fields.tsx";
import { WorkLabel } from "../components/work-label.tsx";
import { type TimeEntry, timeQueries } from "../queries.ts";
import { startOf, useTimer } from "./use-timer.ts";

interface StartTimerDialogProps {
  userId: string;
  projects: readonly BookableProject[];
  /** Where the person is now. */
  defaultProjectId: string | undefined;
  onClose: () => void;
}

// More of what one did last is a list, and that has a page.
const maxRecent = 4;

/** What to work on: once more what one did last, or something else. */
export function StartTimerDialog({ onClose, ...rest }: StartTimerDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("time.startTitle")}
      description={t("time.startText")}
      closeLabel={t("common.close")}
    >
      <StartTimer onClose={onClose} {...rest} />
    </Dialog>
  );
}

function StartTimer({ userId, projects, defaultProjectId, onClose }: StartTimerDialogProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const { start } = useTimer(userId);
  const { data: recent = [] } = useQuery(timeQueries.recent(id, userId));
  const [work, setWork] = useState<Work>({ project_id: defaultProjectId, task_id: null });
  const [description, setDescription] = useState("");
  const [isBillable, setBillable] = useState(true);
  const [isMissing, setMissing] = useState(false);
  const { data: tasks = [] } = useQuery(timeQueries.tasks(id, work.project_id));

  const again = (entry: TimeEntry) => {
    void start(startOf(entry));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const project = projects.find((each) => each.id === work.project_id);
    if (!project) return setMissing(true);
    const task = tasks.find((each) => each.id === work.task_id);
    void start({
      project_id: project.id,
      ...(task ? { task_id: task.id } : {}),
      description: description.trim(),
      is_billable: isBillable,
      shown: { projects: { ...project, archived_at: null }, tasks: task ?? null },
    });
    onClose();
  };

  if (projects.length === 0) {
    return <Callout meaning="running">{t("time.noProjects")}</Callout>;
  }
  return (
    <div className="flex flex-col gap-5">
      {recent.length > 0 && (
        <section aria-label={t("time.recent")}>
          <h3 className="pb-1 text-xs text-muted">{t("time.recent")}</h3>
          <ul className="-mx-2">
            {recent.slice(0, maxRecent).map((entry) => (
              <li key={entry.id}>
                <button
                  type="button"
                  onClick={() => again(entry)}
                  className="flex h-9 w-full items-center gap-2 rounded-control px-2 text-left text-sm transition-colors hover:bg-hover pointer-coarse:h-11"
                >
                  <CirclePlay className="size-4 shrink-0 text-muted" aria-hidden />
                  <span className="min-w-0 flex-1">
                    <WorkLabel work={entry} description={entry.description} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <WorkFields
          projects={projects}
          value={work}
          onChange={setWork}
          error={isMissing && !work.project_id ? t("time.projectMissing") : undefined}
        />
        <Field label={t("time.description")}>
          {(control) => (
            <Input
              {...control}
              value={description}
              onChange={({ target }) => setDescription(target.value)}
              autoComplete="off"
              maxLength={2_000}
            />
          )}
        </Field>
        <CheckboxField
          label={t("time.billable")}
          checked={isBillable}
          onCheckedChange={setBillable}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" variant="primary">
            {t("time.start")}
          </Button>
        </div>
      </form>
    </div>
  );
}
