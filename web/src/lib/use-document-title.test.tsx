import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { OrganizationProvider } from "./organization.tsx";
import { useDocumentTitle } from "./use-document-title.ts";

function Acme({ children }: { children: ReactNode }) {
  const organization = { id: "org-1", name: "Acme", slug: "acme", can: () => true };
  return <OrganizationProvider organization={organization}>{children}</OrganizationProvider>;
}

test("the title names the page and its organization", () => {
  const { unmount } = renderHook(() => useDocumentTitle("Projects"), { wrapper: Acme });
  expect(document.title).toBe("Projects · Acme · FlowDesk");
  unmount();
  expect(document.title).toBe("FlowDesk");
});

test("outside an organization it names the page", () => {
  renderHook(() => useDocumentTitle("Sign in"));
  expect(document.title).toBe("Sign in · FlowDesk");
});
