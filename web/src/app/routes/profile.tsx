import { ProfilePage } from "#/features/account/profile-page.tsx";
import { useSession } from "#/lib/session.ts";

export function ProfileRoute() {
  const session = useSession();
  // Somebody signs out: the guard leads away in a moment.
  if (!session) return undefined;
  const { id, email = "", new_email: newEmail } = session.user;
  return <ProfilePage userId={id} email={email} newEmail={newEmail || undefined} />;
}
