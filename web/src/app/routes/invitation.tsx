import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { InvitationPage } from "#/features/invitations/invitation-page.tsx";
import { paths } from "#/lib/paths.ts";
import { signOut, useSession } from "#/lib/session.ts";

const route = getRouteApi("/invitation/$token");

export function InvitationRoute() {
  const navigate = useNavigate();
  const session = useSession();
  const { token } = route.useParams();
  const signInAsOther = async () => {
    await signOut();
    await navigate(paths.signIn(`/invitation/${token}`));
  };
  return (
    <InvitationPage
      token={token}
      email={session?.user.email}
      onJoined={({ slug }) => void navigate(paths.projects(slug))}
      onDeclined={() => void navigate(paths.home())}
      onSignOut={() => void signInAsOther()}
    />
  );
}
