import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { PictureField } from "#/components/ui/picture-field.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { announce } from "#/lib/announce.ts";
import { pictureUrl } from "#/lib/pictures.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { EmailSection } from "./components/email-section.tsx";
import { ProfileForm } from "./components/profile-form.tsx";
import { useChangeAvatar } from "./mutations.ts";
import { accountQueries, type Profile } from "./queries.ts";

interface ProfilePageProps {
  userId: string;
  email: string;
  /** An address that waits for its confirmation. */
  newEmail: string | undefined;
}

/** How others see one, and how one sees FlowDesk. */
export function ProfilePage({ userId, email, newEmail }: ProfilePageProps) {
  const { t } = useTranslation();
  useDocumentTitle(t("account.profile"));
  const profile = useQuery(accountQueries.profile(userId));
  return (
    <SettingsColumn>
      {profile.isPending ? (
        <ProfileSkeleton label={t("common.loading")} />
      ) : profile.isError ? (
        <RegionFailed error={profile.error} onRetry={() => void profile.refetch()} />
      ) : (
        <>
          <Section title={t("account.picture")} text={t("account.pictureText")}>
            <AvatarField profile={profile.data} />
          </Section>
          <Section title={t("account.aboutYou")} text={t("account.aboutYouText")}>
            {/* Anew after each save, so that the form begins with what is stored. */}
            <ProfileForm key={profile.data.version} profile={profile.data} />
          </Section>
          <EmailSection email={email} newEmail={newEmail} />
        </>
      )}
    </SettingsColumn>
  );
}

function AvatarField({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const change = useChangeAvatar(profile);
  const put = (file: File | null) =>
    void announce(
      change.mutateAsync(file),
      t,
      file ? t("account.pictureSaved") : t("account.pictureRemoved"),
    );
  const name = profile.display_name;
  return (
    <PictureField
      picture={
        <Avatar name={name} src={pictureUrl("avatars", profile.avatar_path)} size="xl" decorative />
      }
      chooseLabel={t("account.uploadPicture")}
      removeLabel={t("account.removePicture")}
      hint={t("account.pictureHint")}
      hasPicture={profile.avatar_path !== null}
      pending={change.isPending}
      onChoose={put}
      onRemove={() => put(null)}
    />
  );
}

function ProfileSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label}>
      <div className="flex items-center gap-4">
        <Skeleton className="size-16 rounded-full" />
        <Skeleton className="h-8 w-32" />
      </div>
      <Skeleton className="mt-12 h-8 w-full" />
      <Skeleton className="mt-8 h-8 w-full" />
      <Skeleton className="mt-8 h-8 w-full" />
    </Loading>
  );
}
