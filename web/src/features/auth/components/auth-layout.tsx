import type { ReactNode } from "react";
import { Wordmark } from "#/components/ui/wordmark.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";

interface AuthLayoutProps {
  title: string;
  intro?: string;
  children?: ReactNode;
  /** The way to the other screen. */
  footer?: ReactNode;
}

/** One narrow column in the middle of a quiet page. */
export function AuthLayout({ title, intro, children, footer }: AuthLayoutProps) {
  useDocumentTitle(title);
  return (
    <main className="flex min-h-dvh flex-col items-center bg-app px-4 py-10 sm:pt-[14vh]">
      <div className="w-full max-w-[360px]">
        <Wordmark />
        <h1 className="mt-8 text-xl font-strong text-balance">{title}</h1>
        {intro && <p className="mt-1 text-base text-pretty text-muted">{intro}</p>}
        {children && <div className="mt-6">{children}</div>}
        {footer && <p className="mt-6 text-sm text-muted">{footer}</p>}
      </div>
    </main>
  );
}

/** The look of a link within text. */
export const linkLook =
  "rounded-control font-strong text-accent-text underline-offset-2 hover:underline";
