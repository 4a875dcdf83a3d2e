import { saveAs } from "#/lib/save-file.ts";
import { type Attachment, fetchSignedUrl } from "./queries.ts";

/** Saves a file under the name that people know it by. */
export async function saveFile({ path, name }: Pick<Attachment, "path" | "name">): Promise<void> {
  saveAs(name, await fetchSignedUrl(path, name));
}
