import { type Attachment, fetchSignedUrl } from "./queries.ts";

/** Saves a file under the name that people know it by. */
export async function saveFile({ path, name }: Pick<Attachment, "path" | "name">): Promise<void> {
  const link = document.createElement("a");
  link.href = await fetchSignedUrl(path, name);
  link.download = name;
  link.rel = "noopener";
  link.click();
}
