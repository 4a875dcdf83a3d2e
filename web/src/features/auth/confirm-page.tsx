import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { paths } from "#/lib/paths.ts";
import { AuthLayout, linkLook } from "./components/auth-layout.tsx";
import { type LinkType, linkTypes, useFollowLink } from "./mail-links.ts";

interface ConfirmPageProps {
  /** Absent where the link was cut short or Auth already refused it. */
  hash: string | undefined;
  type: string | undefined;
  onConfirmed: () => void;
}

/**
 * Where the links of mails lead. A person presses a button before the link is redeemed: programs that open
 * links to check them would use it up, for it works once.
 */
export function ConfirmPage({ hash, type, onConfirmed }: ConfirmPageProps) {
  const { t } = useTranslation();
  const linkType = knownType(type);
  if (!hash || !linkType) return <LinkSpent />;
  return (
    <ConfirmForm
      title={t(`auth.confirm.${linkType}Title`)}
      intro={t(`auth.confirm.${linkType}Text`)}
      action={t(`auth.confirm.${linkType}Action`)}
      hash={hash}
      type={linkType}
      onConfirmed={onConfirmed}
    />
  );
}

interface ConfirmFormProps {
  title: string;
  intro: string;
  action: string;
  hash: string;
  type: LinkType;
  onConfirmed: () => void;
}

function ConfirmForm({ title, intro, action, hash, type, onConfirmed }: ConfirmFormProps) {
  const { t } = useTranslation();
  const [isHalf, setHalf] = useState(false);
  const follow = useFollowLink();

  if (isHalf) {
    return <AuthLayout title={t("auth.confirm.halfTitle")} intro={t("auth.confirm.halfText")} />;
  }
  const error = follow.error && asAppError(follow.error);
  if (error && !error.isTransient) return <LinkSpent />;
  return (
    <AuthLayout title={title} intro={intro}>
      {error && (
        <Callout meaning="danger" className="mb-4">
          {describeError(error, t)}
        </Callout>
      )}
      <Button
        variant="primary"
        className="w-full"
        autoFocus
        pending={follow.isPending || follow.isSuccess}
        onClick={() =>
          follow.mutate(
            { hash, type },
            { onSuccess: (result) => (result.isHalf ? setHalf(true) : onConfirmed()) },
          )
        }
      >
        {action}
      </Button>
    </AuthLayout>
  );
}

/** The link was used, is too old, or was torn apart by a mail program. */
function LinkSpent() {
  const { t } = useTranslation();
  return (
    <AuthLayout
      title={t("auth.confirm.spentTitle")}
      intro={t("auth.confirm.spentText")}
      footer={
        <Link {...paths.forgotPassword()} className={linkLook}>
          {t("auth.forgotPassword")}
        </Link>
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link {...paths.signInLink()}>{t("auth.sendNewLink")}</Link>
        </Button>
        <Button asChild>
          <Link {...paths.home()}>{t("common.goHome")}</Link>
        </Button>
      </div>
    </AuthLayout>
  );
}

/** "email" is Auth's newer word for a code or link that signs in. */
function knownType(type: string | undefined): LinkType | undefined {
  const name = type === "email" ? "magiclink" : type;
  return linkTypes.find((known) => known === name);
}
