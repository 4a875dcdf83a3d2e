import type { ReactNode } from "react";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Wordmark } from "#/components/ui/wordmark.tsx";
import { hostOfPage } from "#/lib/hostname.ts";
import { useDocumentTitle } from "#/lib/use-document-title.ts";

interface AuthLayoutProps {
  title: string;
  intro?: string;
  children?: ReactNode;
  /** The way to the other screen. */
  footer?: ReactNode;
}

/** One narrow column in the middle of a quiet page. On an organization's own hostname it bears its sign. */
export function AuthLayout({ title, intro, children, footer }: AuthLayoutProps) {
  useDocumentTitle(title);
  const host = hostOfPage();
  return (
    <main className="flex min-h-dvh flex-col items-center bg-app px-4 py-10 sm:pt-[14vh]">
      <div className="w-full max-w-[360px]">
        {host ? (
          <p className="flex items-center gap-2.5 text-lg font-strong">
            <Avatar name={host.name} src={host.logoUrl} size="lg" shape="square" decorative />
            <span className="line-clamp-2 min-w-0 break-words">{host.name}</span>
          </p>
        ) : (
          <Wordmark />
        )}
        <h1 className="mt-8 text-xl font-strong text-balance break-words">{title}</h1>
        {intro && <p className="mt-1 text-base text-pretty break-words text-muted">{intro}</p>}
        {children && <div className="mt-6">{children}</div>}
        {footer && <p className="mt-6 text-sm text-muted">{footer}</p>}
        {host && <p className="mt-10 text-xs text-muted">FlowDesk</p>}
      </div>
    </main>
  );
}

/** The look of a link within text. */
export const linkLook =
  "rounded-control font-strong text-accent-text underline-offset-2 hover:underline";
