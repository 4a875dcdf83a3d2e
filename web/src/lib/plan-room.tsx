import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Callout } from "#/components/ui/callout.tsx";
import { formatNumber } from "./format.ts";
import { useOrganization } from "./organization.tsx";
import { paths } from "./paths.ts";
import { usageQuery } from "./usage.ts";

type Resource = "projects" | "tasks";

export interface PlanRoom {
  used: number;
  limit: number;
  isFull: boolean;
}

/** From which share of the limit on people hear of it. */
const NEARLY = 0.8;

/** What is left of a limit, once it matters. Unknown counts as room: the server has the last word. */
export function usePlanRoom(resource: Resource, enabled = true): PlanRoom | undefined {
  const { id } = useOrganization();
  // Anew each time: what was deleted a moment ago must not stand in the way.
  const { data } = useQuery({ ...usageQuery(id), enabled, refetchOnMount: "always" });
  const limit = data?.[`max_${resource}`];
  if (data === undefined || limit === null || limit === undefined) return undefined;
  const used = data[resource];
  return used < limit * NEARLY ? undefined : { used, limit, isFull: used >= limit };
}

/** Says how much room the plan has left, before somebody has typed in vain. */
export function PlanNotice({ resource, room }: { resource: Resource; room: PlanRoom }) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganization();
  const numbers = {
    used: formatNumber(room.used, i18n.language),
    limit: formatNumber(room.limit, i18n.language),
  };
  return (
    <Callout meaning={room.isFull ? "warning" : "running"}>
      {t(`planRoom.${resource}${room.isFull ? "Full" : "Nearly"}`, numbers)}{" "}
      <Link {...paths.plan(slug)} className="underline underline-offset-2">
        {t("planRoom.see")}
      </Link>
    </Callout>
  );
}
