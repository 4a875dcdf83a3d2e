import { useNavigate } from "@tanstack/react-router";
import { GeneralPage } from "#/features/organizations/general-page.tsx";
import { paths } from "#/lib/paths.ts";
import { useSession } from "#/lib/session.ts";

export function GeneralSettingsRoute() {
  const navigate = useNavigate();
  const session = useSession();
  return (
    <GeneralPage
      userId={session?.user.id ?? ""}
      onMoved={(slug) => void navigate({ ...paths.generalSettings(slug), replace: true })}
      onLeft={() => void navigate(paths.home())}
    />
  );
}
