import { WelcomePage } from "#/features/organizations/welcome-page.tsx";

export function WelcomeRoute() {
  return <WelcomePage />;
}
