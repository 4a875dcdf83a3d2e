import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ConfirmPage } from "#/features/auth/confirm-page.tsx";
import { nextHref, paths } from "#/lib/paths.ts";

const route = getRouteApi("/auth/confirm");

export function ConfirmRoute() {
  const navigate = useNavigate();
  const { token_hash: hash, type, next } = route.useSearch();
  const goOn = () =>
    type === "recovery" || type === "invite"
      ? navigate({ ...paths.resetPassword(), replace: true })
      : navigate({ href: nextHref(next), replace: true });
  return <ConfirmPage hash={hash} type={type} onConfirmed={() => void goOn()} />;
}
