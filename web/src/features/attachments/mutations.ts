import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { type Attachment, attachmentQueries } from "./queries.ts";

/** Deletes a file for good; the worker of the server removes its bytes. */
export function useDeleteAttachment(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: Pick<Attachment, "id" | "task_id">) =>
      unlessChanged(
        await request(
          supabase
            .from("attachments")
            .delete()
            .eq("organization_id", org)
            .eq("id", id)
            .select("id")
            .maybeSingle(),
        ),
      ),
    onSuccess: (_row, { id, task_id }) => {
      const { queryKey } = attachmentQueries.ofTask(org, task_id);
      queryClient.setQueryData<InfiniteData<Attachment[]>>(
        queryKey,
        (known) =>
          known && {
            ...known,
            pages: known.pages.map((page) => page.filter((it) => it.id !== id)),
          },
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: attachmentQueries.all(org) }),
  });
}
