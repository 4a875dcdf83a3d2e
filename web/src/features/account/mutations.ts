import type { EmailOnly, NewPassword, ProfileUpdate } from "@flowdesk/types/accounts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { authRequest } from "#/lib/auth-request.ts";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { confirmUrl } from "#/lib/paths.ts";
import { discardPicture, shrinkPicture, storePicture } from "#/lib/pictures.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { accountQueries, type Profile, profileColumns } from "./queries.ts";

const avatarSide = 256;

/** Changes the person's own profile, unless it changed since it was read. */
export function useUpdateProfile(profile: Profile) {
  const keep = useKeepProfile();
  return useMutation({
    mutationFn: async (values: ProfileUpdate) => {
      const changed = await updateProfile(profile, values);
      const { locale } = changed;
      // Mails of Auth speak the language of the account's metadata.
      if (locale !== profile.locale) {
        await authRequest((auth) => auth.updateUser({ data: { locale } }));
      }
      return changed;
    },
    onSettled: keep,
  });
}

/** Puts a new picture in the place of the former one; null leaves the initials. */
export function useChangeAvatar(profile: Profile) {
  const keep = useKeepProfile();
  return useMutation({
    mutationFn: async (file: Blob | null) => {
      const path =
        file &&
        (await storePicture(
          "avatars",
          profile.id,
          await shrinkPicture(file, { side: avatarSide, square: true }),
        ));
      const changed = await updateProfile(profile, { avatar_path: path });
      await discardPicture("avatars", profile.avatar_path);
      return changed;
    },
    onSettled: keep,
  });
}

/** Asks for another address; Auth says whether it must be confirmed by mail first. */
export function useChangeEmail() {
  return useMutation({
    mutationFn: async ({ email }: EmailOnly) => {
      const { user } = await authRequest((auth) =>
        auth.updateUser({ email }, { emailRedirectTo: confirmUrl("/account/profile") }),
      );
      return { needsConfirmation: user.email !== email };
    },
  });
}

/** Sets another password. Every other session of the person ends. */
export function useChangePassword() {
  return useMutation({
    mutationFn: ({ password }: NewPassword) => authRequest((auth) => auth.updateUser({ password })),
  });
}

async function updateProfile({ id, version }: Profile, values: ProfileUpdate): Promise<Profile> {
  return unlessChanged(
    await request(
      supabase
        .from("profiles")
        .update(values)
        .eq("id", id)
        .eq("version", version)
        .select(profileColumns)
        .maybeSingle(),
    ),
  );
}

/** What was saved is shown at once; after a conflict, what is there now. Others' lists follow. */
function useKeepProfile() {
  const queryClient = useQueryClient();
  return (changed: Profile | undefined) => {
    if (changed) queryClient.setQueryData(accountQueries.profile(changed.id).queryKey, changed);
    void queryClient.invalidateQueries({ queryKey: ["me", "profile"] });
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === "org" && queryKey[2] === "members",
    });
  };
}
