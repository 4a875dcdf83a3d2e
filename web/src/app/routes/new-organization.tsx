import { useNavigate } from "@tanstack/react-router";
import { ReceivedInvitations } from "#/features/invitations/received-invitations.tsx";
import { NewOrganizationPage } from "#/features/organizations/new-organization-page.tsx";
import { paths } from "#/lib/paths.ts";
import { signOut } from "#/lib/session.ts";

export function NewOrganizationRoute() {
  const navigate = useNavigate();
  return (
    <NewOrganizationPage
      onCreated={({ slug }) => void navigate(paths.welcome(slug))}
      onSignOut={() => void signOut()}
    >
      <ReceivedInvitations onJoined={({ slug }) => void navigate(paths.projects(slug))} />
    </NewOrganizationPage>
  );
}
