import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { SecondFactorPage } from "#/features/auth/second-factor-page.tsx";
import { signOut } from "#/lib/session.ts";

const route = getRouteApi("/two-factor");

export function SecondFactorRoute() {
  const navigate = useNavigate();
  const { next } = route.useSearch();
  return (
    <SecondFactorPage
      onDone={() => void navigate({ href: next ?? "/", replace: true })}
      onSignOut={() => void signOut()}
    />
  );
}
