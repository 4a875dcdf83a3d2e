import { EyeOff, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { TaskDetail } from "../queries.ts";
import { LinkedTaskRow } from "./linked-task.tsx";
import { useSetDependency } from "./relation-mutations.ts";
import { type LinkedTask, linkedKey, type Relations } from "./relations.ts";
import { TaskPicker } from "./task-picker.tsx";

interface DependenciesProps {
  task: TaskDetail;
  relations: Relations;
  canChange: boolean;
  onOpen: (key: string) => void;
}

/** What a task waits for, hidden ones counted, and what waits for it. */
export function Dependencies({ task, relations, canChange, onOpen }: DependenciesProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { mutate } = useSetDependency(org);
  const { waitsFor, awaitedBy, openBlockers } = relations;
  const openAndSeen = waitsFor.filter(({ completed_at }) => completed_at === null);
  // The count is the database's, over all of them; what is missing here is in projects that one cannot see.
  const hidden = Math.max(0, openBlockers - openAndSeen.length);

  const set = (other: LinkedTask, waits: boolean, isOn: boolean) =>
    mutate(
      { taskId: task.id, other, waits, isOn },
      { onError: (error) => toast.error(describeError(asAppError(error), t)) },
    );
  const without = [task.id, ...waitsFor, ...awaitedBy].map((each) =>
    typeof each === "string" ? each : each.id,
  );
  const list = (title: string, others: readonly LinkedTask[], waits: boolean) => (
    <div>
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="text-sm text-muted">{title}</h3>
        {canChange && (
          <TaskPicker
            label={title}
            without={without}
            onChoose={(other) => set(other, waits, true)}
            trigger={
              <Button variant="ghost" size="sm" aria-label={t("detail.addTo", { list: title })}>
                <Plus aria-hidden />
                {t("detail.add")}
              </Button>
            }
          />
        )}
      </div>
      {(others.length > 0 || (waits && hidden > 0)) && (
        <ul aria-label={title} className="-mx-2">
          {others.map((other) => (
            <LinkedTaskRow
              key={other.id}
              task={other}
              onOpen={onOpen}
              onRemove={canChange ? () => set(other, waits, false) : undefined}
              removeLabel={t("detail.removeFrom", { key: linkedKey(other), list: title })}
            />
          ))}
          {waits && hidden > 0 && (
            <li className="flex min-h-8 items-center gap-2 px-2 text-sm text-muted">
              <EyeOff className="size-4" aria-hidden />
              {t("detail.hidden", { count: hidden })}
            </li>
          )}
        </ul>
      )}
    </div>
  );

  return (
    <section aria-labelledby={`dependencies-${task.id}`}>
      <h2 id={`dependencies-${task.id}`} className="flex min-h-8 items-center text-sm font-strong">
        {t("detail.dependencies")}
      </h2>
      {openBlockers > 0 && task.completed_at === null && (
        <Callout meaning="warning" className="mb-1">
          {t("detail.blocked", { count: openBlockers })}{" "}
          {openAndSeen.map((other) => linkedKey(other)).join(", ")}
        </Callout>
      )}
      {list(t("detail.waitsFor"), waitsFor, true)}
      {list(t("detail.awaitedBy"), awaitedBy, false)}
    </section>
  );
}
