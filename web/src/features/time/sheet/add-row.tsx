import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { type BookableProject, type Work, WorkFields } from "../components/work-fields.tsx";
import { timeQueries } from "../queries.ts";
import type { SheetWork } from "./sheet-rows.ts";

interface AddRowProps {
  projects: readonly BookableProject[];
  onAdd: (work: SheetWork) => void;
}

/** A row for work that has no hours in this week yet. */
export function AddRow({ projects, onAdd }: AddRowProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const [isOpen, setOpen] = useState(false);
  const [work, setWork] = useState<Work>({ project_id: undefined, task_id: null });
  const { data: tasks = [] } = useQuery(timeQueries.tasks(id, work.project_id));
  const project = projects.find((each) => each.id === work.project_id);

  const add = () => {
    if (!project) return;
    onAdd({
      project_id: project.id,
      task_id: work.task_id,
      projects: { ...project, archived_at: null },
      tasks: tasks.find((task) => task.id === work.task_id) ?? null,
    });
    setOpen(false);
    setWork({ project_id: undefined, task_id: null });
  };

  return (
    <div className="px-3 pt-2 md:px-5">
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        label={t("time.addRow")}
        className="w-80 max-w-[calc(100vw-16px)]"
        trigger={
          <Button variant="ghost" size="sm">
            <Plus aria-hidden />
            {t("time.addRow")}
          </Button>
        }
      >
        <form
          className="flex flex-col gap-4 p-4"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <WorkFields projects={projects} value={work} onChange={setWork} />
          <Button type="submit" variant="primary" disabled={!project}>
            {t("time.addRow")}
          </Button>
        </form>
      </Popover>
    </div>
  );
}
