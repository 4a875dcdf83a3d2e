import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { PictureField } from "#/components/ui/picture-field.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { pictureUrl } from "#/lib/pictures.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { DangerZone } from "./components/danger-zone.tsx";
import { OrganizationForm } from "./components/organization-form.tsx";
import { useChangeLogo } from "./mutations.ts";
import { type OrganizationSettings, organizationQueries } from "./queries.ts";

interface GeneralPageProps {
  userId: string;
  /** The address of the pages changed. */
  onMoved: (slug: string) => void;
  onLeft: () => void;
}

/** How the organization presents itself, and its end. */
export function GeneralPage({ userId, onMoved, onLeft }: GeneralPageProps) {
  const { t } = useTranslation();
  useDocumentTitle(t("settings.general"));
  const { id, can } = useOrganization();
  const settings = useQuery(organizationQueries.settings(id));
  if (settings.isPending) {
    return (
      <SettingsColumn>
        <Loading label={t("common.loading")}>
          <Skeleton className="size-16" />
          <Skeleton className="mt-10 h-8 w-full" />
          <Skeleton className="mt-8 h-8 w-full" />
          <Skeleton className="mt-8 h-8 w-full" />
        </Loading>
      </SettingsColumn>
    );
  }
  if (settings.isError) {
    return (
      <SettingsColumn>
        <RegionFailed error={settings.error} onRetry={() => void settings.refetch()} />
      </SettingsColumn>
    );
  }
  const isEditable = can("organization.update");
  return (
    <SettingsColumn>
      {!isEditable && (
        <Callout meaning="running" className="mb-6">
          {settings.data.is_active && !settings.data.delete_after
            ? t("settings.readOnly")
            : t("errors.organization_suspended")}
        </Callout>
      )}
      <Section title={t("settings.logo")} text={t("settings.logoText")}>
        <LogoField settings={settings.data} disabled={!isEditable} />
      </Section>
      <Section title={t("settings.identity")}>
        <OrganizationForm
          key={settings.data.version}
          settings={settings.data}
          disabled={!isEditable}
          onMoved={onMoved}
        />
      </Section>
      <DangerZone settings={settings.data} userId={userId} onLeft={onLeft} />
    </SettingsColumn>
  );
}

function LogoField({ settings, disabled }: { settings: OrganizationSettings; disabled: boolean }) {
  const { t } = useTranslation();
  const change = useChangeLogo(settings);
  const put = (file: File | null) =>
    void announce(change.mutateAsync(file), t, t("settings.logoSaved"));
  return (
    <PictureField
      picture={
        <Avatar
          name={settings.name}
          src={pictureUrl("logos", settings.logo_path)}
          shape="square"
          size="xl"
          decorative
        />
      }
      chooseLabel={t("settings.uploadLogo")}
      removeLabel={t("settings.removeLogo")}
      hint={t("account.pictureHint")}
      hasPicture={settings.logo_path !== null}
      disabled={disabled}
      pending={change.isPending}
      onChoose={put}
      onRemove={() => put(null)}
    />
  );
}
