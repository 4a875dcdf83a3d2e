import { useNavigate } from "@tanstack/react-router";
import { ResetPasswordPage } from "#/features/auth/reset-password-page.tsx";
import { paths } from "#/lib/paths.ts";
import { useSession } from "#/lib/session.ts";

export function ResetPasswordRoute() {
  const navigate = useNavigate();
  const session = useSession();
  return (
    <ResetPasswordPage
      email={session?.user.email ?? ""}
      onDone={() => void navigate({ ...paths.home(), replace: true })}
    />
  );
}
