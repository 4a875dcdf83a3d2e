import { useMutation, useQueryClient } from "@tanstack/react-query";
import { authRequest } from "#/lib/auth-request.ts";
import { accountQueries } from "./queries.ts";

/** What an authenticator needs to know, once. */
export interface Enrolment {
  id: string;
  /** A picture as a data address. */
  qrCode: string;
  secret: string;
}

/** Begins the set-up of an authenticator. It counts only after it has shown a first code. */
export function useEnrolFactor() {
  return useMutation({
    mutationFn: async (name: string): Promise<Enrolment> => {
      // What an earlier try left behind would stand in the way of its name.
      const { all } = await authRequest((auth) => auth.mfa.listFactors());
      for (const { id, status } of all) {
        if (status === "unverified") {
          await authRequest((auth) => auth.mfa.unenroll({ factorId: id }));
        }
      }
      const taken = new Set(
        all.filter(({ status }) => status === "verified").map((factor) => factor.friendly_name),
      );
      let friendlyName = name;
      for (let number = 2; taken.has(friendlyName); number += 1) friendlyName = `${name} ${number}`;
      const { id, totp } = await authRequest((auth) =>
        auth.mfa.enroll({ factorType: "totp", friendlyName, issuer: "FlowDesk" }),
      );
      return { id, qrCode: totp.qr_code, secret: totp.secret };
    },
  });
}

/** Ends the set-up by a first code. From then on signing in takes one. */
export function useVerifyFactor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ factorId, code }: { factorId: string; code: string }) =>
      authRequest((auth) => auth.mfa.challengeAndVerify({ factorId, code })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountQueries.factors().queryKey }),
  });
}

/** Takes an authenticator away. */
export function useRemoveFactor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (factorId: string) => {
      await authRequest((auth) => auth.mfa.unenroll({ factorId }));
      // So that this browser's session knows it too.
      await authRequest((auth) => auth.refreshSession());
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountQueries.factors().queryKey }),
  });
}
