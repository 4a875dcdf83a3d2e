import { useEffect } from "react";
import { useOrganizationName } from "./organization.tsx";

/** What the browser's tab and history call the page: the page, its organization, and us. */
export function useDocumentTitle(title: string): void {
  const organization = useOrganizationName();
  useEffect(() => {
    document.title = [title, organization, "FlowDesk"].filter(Boolean).join(" · ");
    return () => {
      document.title = "FlowDesk";
    };
  }, [title, organization]);
}
