import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { MarkdownFiles } from "#/components/ui/markdown-files.ts";
import { InlineFile } from "#/features/attachments/components/inline-file.tsx";
import { markdownOf } from "#/features/attachments/file-kinds.ts";
import { attachmentQueries } from "#/features/attachments/queries.ts";
import { startUpload } from "#/features/attachments/uploads.ts";
import { useOrganization } from "#/lib/organization.tsx";

const renderInline: MarkdownFiles["render"] = (file) => <InlineFile file={file} />;

/** What texts of a task do with files: attach them to the task, and show them where they are named. */
export function useFileActions(mayUpload: boolean): (taskId: string) => MarkdownFiles {
  const queryClient = useQueryClient();
  const { id: org } = useOrganization();
  return useMemo(() => {
    // The same for the same task: texts are drawn anew when it changes.
    const known = new Map<string, MarkdownFiles>();
    return (taskId) => {
      const found = known.get(taskId);
      if (found) return found;
      const upload = (files: readonly File[]) =>
        files.map(async (file) => {
          const arrived = await startUpload(org, taskId, file, () => {
            void queryClient.invalidateQueries({ queryKey: attachmentQueries.all(org) });
          });
          return arrived && markdownOf(arrived);
        });
      const made = { render: renderInline, upload: mayUpload ? upload : undefined };
      known.set(taskId, made);
      return made;
    };
  }, [mayUpload, org, queryClient]);
}
