import { SecurityPage } from "#/features/account/security-page.tsx";
import { useSession } from "#/lib/session.ts";

export function SecurityRoute() {
  const session = useSession();
  return <SecurityPage email={session?.user.email ?? ""} />;
}
