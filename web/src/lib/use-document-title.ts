import { useEffect } from "react";

/** What the browser's tab and history call the page. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · FlowDesk`;
    return () => {
      document.title = "FlowDesk";
    };
  }, [title]);
}
