import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ClosedDrawing } from "#/components/ui/drawings.tsx";
import { paths } from "#/lib/paths.ts";
import { PageMessage } from "./page-message.tsx";

/** A project that is not there, or private and not the person's. */
export function ProjectNotFound() {
  const { t } = useTranslation();
  const { slug = "", key = "" } = useParams({ strict: false });
  return (
    <PageMessage
      drawing={<ClosedDrawing />}
      title={t("pages.projectTitle")}
      text={t("pages.projectText", { key })}
    >
      <Button asChild variant="primary">
        <Link {...paths.projects(slug)}>{t("projects.all")}</Link>
      </Button>
    </PageMessage>
  );
}
