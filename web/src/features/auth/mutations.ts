import type { SignIn, SignUp } from "@flowdesk/types/accounts";
import { useMutation } from "@tanstack/react-query";
import { toAppError } from "#/lib/app-error.ts";
import { currentLanguage } from "#/lib/i18n.ts";
import { confirmUrl } from "#/lib/paths.ts";
import { followAuth } from "#/lib/session.ts";

/** Signs in with e-mail and password. The session store hears of it by itself. */
export function useSignIn() {
  return useMutation({
    mutationFn: async ({ email, password }: SignIn) => {
      const auth = await followAuth();
      const { error } = await auth.signInWithPassword({ email, password });
      if (error) throw toAppError(error, error.status ?? 0);
    },
  });
}

/** Creates the account and, with it, its organization. Says whether the address must be confirmed first. */
export function useSignUp(next: string | undefined) {
  return useMutation({
    mutationFn: async ({ email, password, ...metadata }: SignUp) => {
      const auth = await followAuth();
      const { data, error } = await auth.signUp({
        email,
        password,
        options: {
          data: { ...metadata, locale: currentLanguage() },
          emailRedirectTo: confirmUrl(next),
        },
      });
      if (error) throw toAppError(error, error.status ?? 0);
      return { needsConfirmation: data.session === null };
    },
  });
}
