import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { OpenTask } from "../open-task/open-task.tsx";

const route = getRouteApi("/inside/o/$slug/task/$taskKey");

/** A task as a page of its own, which links and mails lead to. */
export function TaskRoute() {
  const { slug, taskKey } = route.useParams();
  const navigate = useNavigate();
  const { id: org } = useOrganization();
  const { data: members } = useQuery(organizationQueries.members(org));
  return (
    <OpenTask
      key={taskKey}
      taskKey={taskKey}
      members={members ?? []}
      frame="page"
      onOpen={(key) => void navigate(paths.task(slug, key))}
      onClose={() => void navigate(paths.board(slug, taskKey.split("-")[0] ?? ""))}
    />
  );
}
