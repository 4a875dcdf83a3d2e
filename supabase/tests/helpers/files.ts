import type { Client } from "./api.ts";
import type { Task } from "./rows.ts";

interface FileValues {
  name?: string;
  content?: string;
  type?: string;
  comment_id?: string;
  /** What the row says, where it is not what the content has. */
  size_bytes?: number;
}

export interface AnnouncedFile {
  id: string;
  path: string;
  /** Sends bytes to the path; answers the code of the failure, or "stored". */
  send: (as?: Client, body?: Blob, options?: { upsert?: boolean }) => Promise<string>;
}

/** Makes the row of a file as a client does, before the bytes travel. */
export async function announce(
  client: Client,
  task: Task,
  values: FileValues = {},
): Promise<AnnouncedFile> {
  const { name = "Notes.txt", content = "Some notes", type = "text/plain", ...rest } = values;
  const blob = new Blob([content], { type });
  const { data, error } = await client
    .from("attachments")
    .insert({
      organization_id: task.organization_id,
      task_id: task.id,
      name,
      mime_type: type,
      size_bytes: blob.size,
      ...rest,
    })
    .select("id, path")
    .single();
  if (error) throw error;
  return {
    ...data,
    send: (as = client, body = blob, options = {}) => store(as, data.path, body, options),
  };
}

export async function store(
  client: Client,
  path: string,
  body: Blob,
  options: { upsert?: boolean } = {},
): Promise<string> {
  const { error } = await client.storage.from("attachments").upload(path, body, options);
  return error ? (error.statusCode ?? error.message) : "stored";
}

/** What somebody reads at a path, undefined if nothing. */
export async function download(client: Client, path: string): Promise<string | undefined> {
  const { data } = await client.storage.from("attachments").download(path);
  return data === null ? undefined : data.text();
}
