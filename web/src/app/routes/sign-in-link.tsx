import { getRouteApi } from "@tanstack/react-router";
import { SignInLinkPage } from "#/features/auth/sign-in-link-page.tsx";

const route = getRouteApi("/sign-in-link");

export function SignInLinkRoute() {
  return <SignInLinkPage next={route.useSearch().next} />;
}
