import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { formatDay, toDay } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { runShortcut } from "#/lib/shortcuts/use-shortcut.ts";

/** Says why nothing can be changed although everything can be read, and what can be done about it. */
export function ReadOnlyBanner() {
  const { t, i18n } = useTranslation();
  const { id, name, slug } = useOrganization();
  const { data: organizations } = useQuery(organizationQueries.mine());
  const organization = organizations?.find((each) => each.id === id);
  const deleteAfter = organization?.delete_after;
  return (
    <div role="status">
      {deleteAfter ? (
        <Line
          text={t("shell.deleting", {
            name,
            when: formatDay(toDay(new Date(deleteAfter)), i18n.language),
          })}
        >
          <Button asChild size="sm">
            <Link {...paths.generalSettings(slug)}>{t("settings.title")}</Link>
          </Button>
        </Line>
      ) : (
        organization?.is_active === false && (
          <Line text={t("shell.suspended", { name })}>
            <Button size="sm" onClick={() => runShortcut("goOrganization")}>
              {t("organization.switch")}
            </Button>
          </Line>
        )
      )}
    </div>
  );
}

function Line({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1.5 bg-warning-soft px-4 py-1.5 text-sm text-warning">
      <p className="flex min-w-0 items-start gap-2">
        <Lock className="mt-0.5 size-4 shrink-0" aria-hidden />
        <span className="min-w-0 text-pretty break-words">{text}</span>
      </p>
      {children}
    </div>
  );
}
