import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useIsInOrganization } from "#/lib/organization.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";

interface PageMessageProps {
  drawing: ReactNode;
  title: string;
  text: string;
  requestId?: string | undefined;
  children?: ReactNode;
}

/** A page that says one thing and offers a way on. */
export function PageMessage({ drawing, title, text, requestId, children }: PageMessageProps) {
  const { t } = useTranslation();
  useDocumentTitle(title);
  const Root = useIsInOrganization() ? "div" : "main";
  return (
    <Root className="flex min-h-[70dvh] flex-col items-center justify-center px-6 py-16 text-center">
      <div className="text-muted" aria-hidden>
        {drawing}
      </div>
      <h1 className="mt-6 text-xl font-strong text-balance">{title}</h1>
      <p className="mt-2 max-w-[46ch] text-base text-pretty break-words text-muted">{text}</p>
      {children && <div className="mt-6 flex flex-wrap justify-center gap-2">{children}</div>}
      {requestId && (
        <p className="mt-6 font-mono text-xs text-muted select-all">
          {t("common.requestId", { id: requestId })}
        </p>
      )}
    </Root>
  );
}
