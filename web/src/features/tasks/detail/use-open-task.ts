import { useQuery } from "@tanstack/react-query";
import { useOrganization } from "#/lib/organization.tsx";
import { taskQueries } from "../queries.ts";
import type { TaskProject } from "../task-context.ts";

/** What "ACME-42" names: its project, known to the page already or fetched; null where there is none to be seen. */
export function useOpenTask(taskKey: string, known: TaskProject | undefined) {
  const { id: org } = useOrganization();
  const match = /^([A-Z][A-Z0-9]*)-([1-9][0-9]{0,8})$/.exec(taskKey);
  const projectKey = match?.[1] ?? "";
  const isKnown = known?.key === projectKey;
  const other = useQuery({
    ...taskQueries.projectByKey(org, projectKey),
    enabled: !isKnown && match !== null,
  });
  const project: TaskProject | null | undefined =
    match === null ? null : isKnown ? known : other.data;
  return {
    number: Number(match?.[2] ?? 0),
    project,
    error: isKnown ? null : other.error,
    retry: () => void other.refetch(),
  };
}
