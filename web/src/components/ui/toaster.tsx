import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { Toaster as Sonner } from "sonner";
import { useIsNarrow } from "#/lib/use-media-query.ts";

/**
 * Where toasts appear. Callers use `toast` of sonner; a failure stays until it is read. On a phone dialogs rise from
 * below with their buttons, so toasts come from above.
 */
export function Toaster({ closeLabel, regionLabel }: { closeLabel: string; regionLabel: string }) {
  const isNarrow = useIsNarrow();
  return (
    <Sonner
      position={isNarrow ? "top-center" : "bottom-right"}
      containerAriaLabel={regionLabel}
      closeButton
      className="font-sans!"
      icons={{
        success: <CircleCheck className="size-4 text-success" />,
        error: <CircleAlert className="size-4 text-danger" />,
        warning: <TriangleAlert className="size-4 text-warning" />,
        info: <Info className="size-4 text-running" />,
      }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: closeLabel,
        classNames: {
          toast:
            "relative flex w-full flex-wrap items-start gap-x-2.5 rounded-panel bg-float p-3 pr-9 text-sm text-text shadow-float",
          icon: "mt-0.5",
          content: "min-w-0 basis-4/5 grow",
          title: "font-strong",
          description: "mt-0.5 text-muted break-words",
          actionButton:
            "mt-2.5 ml-[26px] h-7 shrink-0 rounded-control border border-hairline-strong px-2 text-xs font-strong hover:bg-hover",
          closeButton:
            "absolute top-2 right-2 flex size-6 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-text [&_svg]:size-3.5",
        },
      }}
    />
  );
}
