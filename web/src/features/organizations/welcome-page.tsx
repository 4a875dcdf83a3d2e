import { Link, type LinkProps } from "@tanstack/react-router";
import { FolderKanban, type LucideIcon, MapPin, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { SettingsColumn } from "#/components/ui/section.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";

/** The first page of a new organization: what makes it ready, in any order. */
export function WelcomePage() {
  const { t } = useTranslation();
  const { name, slug } = useOrganization();
  return (
    <>
      <PageHeader title={t("welcome.title", { organization: name })} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <SettingsColumn>
          <p className="text-base text-pretty text-muted">{t("welcome.intro")}</p>
          <ol className="mt-6 rounded-panel border border-hairline">
            <Step
              icon={FolderKanban}
              title={t("welcome.projectTitle")}
              text={t("welcome.projectText")}
              action={t("welcome.projectAction")}
              link={paths.projects(slug)}
              isFirst
            />
            <Step
              icon={UserPlus}
              title={t("welcome.peopleTitle")}
              text={t("welcome.peopleText")}
              action={t("welcome.peopleAction")}
              link={paths.members(slug)}
            />
            <Step
              icon={MapPin}
              title={t("welcome.regionTitle")}
              text={t("welcome.regionText")}
              action={t("welcome.regionAction")}
              link={paths.generalSettings(slug)}
            />
          </ol>
        </SettingsColumn>
      </div>
    </>
  );
}

interface StepProps {
  icon: LucideIcon;
  title: string;
  text: string;
  action: string;
  link: LinkProps;
  isFirst?: boolean;
}

function Step({ icon: Icon, title, text, action, link, isFirst = false }: StepProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b border-hairline p-4 last:border-b-0">
      <span className="flex size-9 items-center justify-center rounded-control bg-accent-soft text-accent-text">
        <Icon className="size-4" aria-hidden />
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <h2 className="text-sm font-strong">{title}</h2>
        <p className="text-sm text-pretty text-muted">{text}</p>
      </div>
      <Button asChild variant={isFirst ? "primary" : "secondary"}>
        <Link {...link}>{action}</Link>
      </Button>
    </li>
  );
}
