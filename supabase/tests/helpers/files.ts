import { inject } from "vitest";
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

/** Sends bytes as a client does that can go on after an interruption; answers the status of each request. */
export async function storeResumably(token: string, path: string, text: string, type: string) {
  const encode = (value: string) => Buffer.from(value).toString("base64");
  const metadata = { bucketName: "attachments", objectName: path, contentType: type };
  const headers = {
    authorization: `Bearer ${token}`,
    apikey: inject("publishableKey"),
    "tus-resumable": "1.0.0",
  };
  const begun = await fetch(`${inject("apiUrl")}/storage/v1/upload/resumable`, {
    method: "POST",
    headers: {
      ...headers,
      "upload-length": String(text.length),
      "upload-metadata": Object.entries(metadata)
        .map(([key, value]) => `${key} ${encode(value)}`)
        .join(","),
    },
  });
  const location = begun.headers.get("location");
  if (location === null) return [begun.status];
  const sent = await fetch(new URL(location, inject("apiUrl")), {
    method: "PATCH",
    headers: {
      ...headers,
      "content-type": "application/offset+octet-stream",
      "upload-offset": "0",
    },
    body: text,
  });
  return [begun.status, sent.status];
}

/** What somebody reads at a path, undefined if nothing. */
export async function download(client: Client, path: string): Promise<string | undefined> {
  const { data } = await client.storage.from("attachments").download(path);
  return data === null ? undefined : data.text();
}
