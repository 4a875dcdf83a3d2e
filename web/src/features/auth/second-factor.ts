import { queryOptions, useMutation } from "@tanstack/react-query";
import { authRequest } from "#/lib/auth-request.ts";

export const secondFactorQueries = {
  verified: () =>
    queryOptions({
      queryKey: ["me", "second-factors", "verified"] as const,
      queryFn: fetchVerifiedFactors,
    }),
};

/** The authenticators that can confirm a sign-in, the oldest first. */
async function fetchVerifiedFactors() {
  const { totp } = await authRequest((auth) => auth.mfa.listFactors());
  return totp
    .map(({ id, friendly_name, created_at }) => ({ id, name: friendly_name ?? "", created_at }))
    .toSorted((one, other) => one.created_at.localeCompare(other.created_at));
}

/** Shows the second factor; the session counts as fully signed in from then on. */
export function useShowSecondFactor() {
  return useMutation({
    mutationFn: ({ factorId, code }: { factorId: string; code: string }) =>
      authRequest((auth) => auth.mfa.challengeAndVerify({ factorId, code })),
  });
}
