import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { Wordmark } from "#/components/ui/wordmark.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatMoment } from "#/lib/format.ts";
import { paths } from "#/lib/paths.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { AnswerButtons } from "./components/answer-buttons.tsx";
import { type InvitationPreview, invitationQueries } from "./queries.ts";

interface InvitationPageProps {
  token: string;
  /** The address of whoever is signed in. */
  email: string | undefined;
  onJoined: (organization: { slug: string }) => void;
  onDeclined: () => void;
  onSignOut: () => void;
}

/** Where the link of an invitation leads, for people with and without an account. */
export function InvitationPage(props: InvitationPageProps) {
  const { t } = useTranslation();
  useDocumentTitle(t("invitation.title"));
  const preview = useQuery(invitationQueries.preview(props.token));
  return (
    <main className="flex min-h-dvh flex-col items-center bg-app px-4 py-10 sm:pt-[14vh]">
      <div className="w-full max-w-[400px]">
        <Wordmark />
        <div className="mt-8">
          {preview.isPending ? (
            <Loading label={t("common.loading")}>
              <Skeleton className="h-7 w-4/5" />
              <Skeleton className="mt-3 h-5 w-full" />
              <Skeleton className="mt-8 h-8 w-full" />
            </Loading>
          ) : preview.isError ? (
            <PreviewFailed error={preview.error} onRetry={() => void preview.refetch()} />
          ) : (
            <Preview preview={preview.data} {...props} />
          )}
        </div>
      </div>
    </main>
  );
}

function PreviewFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const appError = asAppError(error);
  if (appError.isTransient) return <RegionFailed error={error} onRetry={onRetry} />;
  return (
    <>
      <h1 className="text-xl font-strong text-balance">{t("invitation.spentTitle")}</h1>
      <p className="mt-1 text-base text-pretty text-muted">{describeError(appError, t)}</p>
      <Button asChild variant="primary" className="mt-6">
        <Link {...paths.home()}>{t("common.goHome")}</Link>
      </Button>
    </>
  );
}

function Preview({ preview, ...rest }: { preview: InvitationPreview } & InvitationPageProps) {
  const { t, i18n } = useTranslation();
  const { organization_name: organization, inviter_name: inviter, role_name: role } = preview;
  return (
    <>
      <Avatar name={organization} shape="square" size="lg" decorative />
      <h1 className="mt-4 text-xl font-strong text-balance break-words">
        {inviter
          ? t("invitation.headline", { inviter, organization })
          : t("invitation.headlineNobody", { organization })}
      </h1>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        <Fact name={t("members.role")}>{role}</Fact>
        <Fact name={t("invitation.for")}>{preview.email_hint}</Fact>
        <Fact name={t("members.expires")}>{formatMoment(preview.expires_at, i18n.language)}</Fact>
      </dl>
      <div className="mt-6">
        {rest.email ? <Answer {...rest} email={rest.email} /> : <Doors token={rest.token} />}
      </div>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** For somebody signed in. The server judges whether the address is the right one. */
function Answer({
  token,
  email,
  onJoined,
  onDeclined,
  onSignOut,
}: InvitationPageProps & { email: string }) {
  const { t } = useTranslation();
  return (
    <>
      <AnswerButtons name={{ token }} onJoined={onJoined} onDeclined={onDeclined} />
      <p className="mt-6 text-sm break-words text-muted">
        {t("invitation.signedInAs", { email })}{" "}
        <button
          type="button"
          onClick={onSignOut}
          className="rounded-control font-strong text-accent-text underline-offset-2 hover:underline"
        >
          {t("pages.signInAsOther")}
        </button>
      </p>
    </>
  );
}

/** For a stranger: an account comes first, a new one or the one there is. */
function Doors({ token }: { token: string }) {
  const { t } = useTranslation();
  const next = `/invitation/${token}`;
  return (
    <>
      <Callout meaning="running">{t("invitation.sameAddress")}</Callout>
      <div className="mt-4 flex flex-col gap-2">
        <Button asChild variant="primary">
          <Link {...paths.signUp(next)}>{t("invitation.createAccount")}</Link>
        </Button>
        <Button asChild>
          <Link {...paths.signIn(next)}>{t("invitation.haveAccount")}</Link>
        </Button>
      </div>
    </>
  );
}
