import { useTranslation } from "react-i18next";
import { Switch } from "#/components/ui/switch.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import { TransitionMatrix } from "./transition-matrix.tsx";
import {
  type Transition,
  useAddTransitions,
  useOpenAllWays,
  useRemoveTransition,
} from "./workflow-queries.ts";

interface TransitionRuleProps {
  project: Project;
  transitions: readonly Transition[];
  isEditable: boolean;
}

/** Whether tasks may go anywhere, or only along the ways that are ticked. */
export function TransitionRule({ project, transitions, isEditable }: TransitionRuleProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const add = useAddTransitions(id, project.id);
  const remove = useRemoveTransition(id, project.id);
  const openAll = useOpenAllWays(id, project.id);
  const isLimited = transitions.length > 0;
  const { statuses } = project;

  const turn = (isOn: boolean) => {
    // All of them, so that nothing changes until the first one is taken away.
    const all = statuses.flatMap((from) =>
      statuses
        .filter((to) => to !== from)
        .map((to) => ({ from_status: from.key, to_status: to.key })),
    );
    void announce(isOn ? add.mutateAsync(all) : openAll.mutateAsync([]), t);
  };

  return (
    <div className="flex flex-col gap-4">
      <div className="max-w-[480px]">
        <Switch
          label={t("workflow.limit")}
          hint={isLimited ? t("workflow.limitOn") : t("workflow.limitOff")}
          checked={isLimited}
          onCheckedChange={turn}
          disabled={!isEditable || statuses.length < 2}
        />
      </div>
      {isLimited && (
        <TransitionMatrix
          statuses={statuses}
          transitions={transitions}
          isEditable={isEditable}
          onToggle={(way, isOpen) =>
            void announce(isOpen ? add.mutateAsync([way]) : remove.mutateAsync([way]), t)
          }
        />
      )}
    </div>
  );
}
