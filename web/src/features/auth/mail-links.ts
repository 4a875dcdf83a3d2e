import type { EmailOnly } from "@flowdesk/types/accounts";
import { useMutation } from "@tanstack/react-query";
import { authRequest } from "#/lib/auth-request.ts";
import { confirmUrl } from "#/lib/paths.ts";

/** What a link of a mail can be for. */
export const linkTypes = ["signup", "magiclink", "recovery", "invite", "email_change"] as const;
export type LinkType = (typeof linkTypes)[number];

/** Sends a way to a new password. The answer is the same whether there is an account or not. */
export function useSendRecoveryLink() {
  return useMutation({
    mutationFn: ({ email }: EmailOnly) =>
      authRequest((auth) =>
        auth.resetPasswordForEmail(email, { redirectTo: confirmUrl("/reset-password") }),
      ),
  });
}

/** Sends a link that signs in once. It never makes an account. */
export function useSendSignInLink(next: string | undefined) {
  return useMutation({
    mutationFn: ({ email }: EmailOnly) =>
      authRequest((auth) =>
        auth.signInWithOtp({
          email,
          options: { shouldCreateUser: false, emailRedirectTo: confirmUrl(next) },
        }),
      ),
  });
}

/** Redeems the link of a mail. `isHalf` where another address has to agree too. */
export function useFollowLink() {
  return useMutation({
    mutationFn: async ({ hash, type }: { hash: string; type: LinkType }) => {
      const { session } = await authRequest((auth) => auth.verifyOtp({ token_hash: hash, type }));
      return { isHalf: session === null };
    },
  });
}

/** Sets the password of whoever is signed in. Every other session of theirs ends. */
export function useSetPassword() {
  return useMutation({
    mutationFn: ({ password }: { password: string }) =>
      authRequest((auth) => auth.updateUser({ password })),
  });
}
