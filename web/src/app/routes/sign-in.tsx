import { getRouteApi } from "@tanstack/react-router";
import { SignInPage } from "#/features/auth/sign-in-page.tsx";

const route = getRouteApi("/sign-in");

export function SignInRoute() {
  return <SignInPage next={route.useSearch().next} />;
}
