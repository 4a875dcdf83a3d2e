import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** One or two sentences: what this is about. */
  text?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** One subject of a page of settings. */
export function Section({ title, text, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="border-b border-hairline py-6 first:pt-0 last:border-b-0"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 id={id} className="text-base font-strong">
            {title}
          </h2>
          {text && <p className="mt-0.5 max-w-[64ch] text-sm text-pretty text-muted">{text}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children && <div className="mt-4">{children}</div>}
    </section>
  );
}

/** The column in which sections stand under each other. */
export function SettingsColumn({
  children,
  wide = false,
}: {
  children: ReactNode;
  wide?: boolean;
}) {
  return (
    <div
      className={`mx-auto w-full px-4 py-6 md:px-6 ${wide ? "max-w-[1000px]" : "max-w-[680px]"}`}
    >
      {children}
    </div>
  );
}
