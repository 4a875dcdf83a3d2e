import { useLocation, useRouter } from "@tanstack/react-router";
import { type MouseEvent, useMemo } from "react";
import { paths } from "#/lib/paths.ts";

/** What makes an `<a>` open a task beside the page. */
export type TaskLink = (taskKey: string) => {
  href: string;
  onClick: (event: MouseEvent) => void;
};

// Stands for the task in the address that is made once for all.
const placeholder = "TASK-0";

/**
 * Links to the tasks of a long list. A Link of the router each would follow every change of the address and build
 * its own; thousands of rows that scroll by cannot pay for that.
 */
export function useTaskLink(): TaskLink {
  const router = useRouter();
  const address = useLocation({ select: ({ href }) => href });
  return useMemo(() => {
    const { href } = router.buildLocation(paths.openTask(placeholder));
    const [before = address, after = ""] = href.split(placeholder);
    return (taskKey) => ({
      href: `${before}${taskKey}${after}`,
      onClick: (event) => {
        const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
        if (!isPlain || event.button !== 0) return;
        event.preventDefault();
        void router.navigate(paths.openTask(taskKey));
      },
    });
  }, [router, address]);
}
