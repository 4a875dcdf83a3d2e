import { useNavigate } from "@tanstack/react-router";
import { ReceivedPage } from "#/features/invitations/received-page.tsx";
import { paths } from "#/lib/paths.ts";

export function ReceivedInvitationsRoute() {
  const navigate = useNavigate();
  return <ReceivedPage onJoined={({ slug }) => void navigate(paths.projects(slug))} />;
}
