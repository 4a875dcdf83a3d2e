import { plans as planKeys } from "@flowdesk/types/organizations";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Button } from "#/components/ui/button.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Plan, planQueries, useRequestPlan, useWithdrawPlanRequest } from "../plan-queries.ts";

/** The plans beside each other. Owners ask for one; who runs FlowDesk grants it. */
export function PlanList({ plans, current }: { plans: readonly Plan[]; current: string }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const { data: open, isSuccess } = useQuery({
    ...planQueries.openRequest(id),
    enabled: can("organization.update"),
  });
  return (
    <>
      <ul className="rounded-panel border border-hairline">
        {plans.map((plan) => (
          <li
            key={plan.key}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-hairline p-4 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex items-center gap-2 font-strong">
                {plan.name}
                {plan.key === current && <Badge meaning="success">{t("plan.current")}</Badge>}
                {plan.key === open?.plan && <Badge meaning="running">{t("plan.asked")}</Badge>}
              </p>
              <p className="text-sm text-muted">
                <Limits plan={plan} />
              </p>
            </div>
            <p className="text-sm tabular-nums">
              <Price plan={plan} />
            </p>
            {/* Not before the wish is known, or the button would change under the pointer. */}
            {can("organization.delete") && isSuccess && plan.key !== current && (
              <PlanAction plan={plan} isAsked={plan.key === open?.plan} />
            )}
          </li>
        ))}
      </ul>
      {!can("organization.delete") && (
        <p className="mt-3 text-sm text-muted">{t("plan.ownersAsk")}</p>
      )}
    </>
  );
}

function PlanAction({ plan, isAsked }: { plan: Plan; isAsked: boolean }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const ask = useRequestPlan(id);
  const withdraw = useWithdrawPlanRequest(id);
  if (isAsked) {
    return (
      <Button
        variant="ghost"
        pending={withdraw.isPending}
        onClick={() => void announce(withdraw.mutateAsync(), t)}
      >
        {t("plan.withdraw")}
      </Button>
    );
  }
  const key = planKeys.find((known) => known === plan.key);
  if (!key) return undefined;
  return (
    <Button
      pending={ask.isPending}
      onClick={() =>
        void announce(ask.mutateAsync({ plan: key }), t, t("plan.wasAsked", { plan: plan.name }))
      }
    >
      {t("plan.ask")}
    </Button>
  );
}

function Limits({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const { max_projects, max_tasks, max_members } = plan;
  if (max_projects === null || max_tasks === null || max_members === null) {
    return t("plan.noLimits");
  }
  return [
    t("plan.countProjects", { count: max_projects }),
    t("plan.countTasks", { count: max_tasks }),
    t("plan.countMembers", { count: max_members }),
  ].join(", ");
}

function Price({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation();
  if (plan.price_minor === null) return t("plan.agreement");
  if (plan.price_minor === 0) return t("plan.free");
  const price = new Intl.NumberFormat(i18n.language, {
    style: "currency",
    currency: plan.currency,
    trailingZeroDisplay: "stripIfInteger",
  });
  const digits = price.resolvedOptions().maximumFractionDigits ?? 2;
  return t("plan.perMonth", { price: price.format(plan.price_minor / 10 ** digits) });
}
