import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { SecondFactorPage } from "#/features/auth/second-factor-page.tsx";
import { nextHref } from "#/lib/paths.ts";
import { signOut } from "#/lib/session.ts";

const route = getRouteApi("/two-factor");

export function SecondFactorRoute() {
  const navigate = useNavigate();
  const { next } = route.useSearch();
  return (
    <SecondFactorPage
      onDone={() => void navigate({ href: nextHref(next), replace: true })}
      onSignOut={() => void signOut()}
    />
  );
}
