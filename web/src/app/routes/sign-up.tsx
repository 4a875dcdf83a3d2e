import { getRouteApi } from "@tanstack/react-router";
import { SignUpPage } from "#/features/auth/sign-up-page.tsx";

const route = getRouteApi("/sign-up");

export function SignUpRoute() {
  return <SignUpPage next={route.useSearch().next} />;
}
