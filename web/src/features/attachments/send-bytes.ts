import { attachmentsBucket } from "@flowdesk/types/attachments";
import { AppError, toAppError } from "#/lib/app-error.ts";
import { readConfig } from "#/lib/config.ts";
import { parseJson } from "#/lib/json-fields.ts";
import { supabase } from "#/lib/supabase.ts";

interface SendOptions {
  path: string;
  mimeType: string;
  bytes: Blob;
  /** From 0 to 1. */
  onProgress: (progress: number) => void;
  signal: AbortSignal;
}

/** Uploads a file to its path in one request. By XMLHttpRequest: fetch says nothing of how far it has come. */
export async function sendBytes({ path, mimeType, bytes, onProgress, signal }: SendOptions) {
  // Renewed where it has run out, as the client does for its own requests.
  const { data } = await supabase.auth.getSession();
  const { apiUrl, publishableKey } = readConfig();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const requestId = crypto.randomUUID();
  const xhr = new XMLHttpRequest();
  const fail = (code: string, message: string) =>
    reject(new AppError({ code, message, status: 0, requestId }));

  xhr.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  xhr.onload = () => {
    if (xhr.status >= 200 && xhr.status < 300) return resolve();
    const body = parseJson(xhr.responseText);
    reject(codedBy(xhr.status, toAppError(body, xhr.status, requestId)));
  };
  xhr.onerror = () => fail("network", "The server cannot be reached.");
  xhr.onabort = () => fail("stopped", "The upload was cancelled.");
  signal.addEventListener("abort", () => xhr.abort(), { once: true });
  if (signal.aborted) fail("stopped", "The upload was cancelled.");

  const encoded = path.split("/").map(encodeURIComponent).join("/");
  xhr.open("POST", `${apiUrl}/storage/v1/object/${attachmentsBucket}/${encoded}`);
  xhr.setRequestHeader("apikey", publishableKey);
  xhr.setRequestHeader("authorization", `Bearer ${data.session?.access_token ?? publishableKey}`);
  xhr.setRequestHeader("content-type", mimeType);
  xhr.setRequestHeader("cache-control", "max-age=3600");
  xhr.setRequestHeader("x-upsert", "false");
  xhr.setRequestHeader("x-request-id", requestId);
  if (!signal.aborted) xhr.send(bytes);
  await promise;
}

/** Storage's own codes are its words for people; ours are what the client knows. */
function codedBy(status: number, error: AppError): AppError {
  const { message, requestId } = error;
  const code = codeByStatus[status] ?? (status >= 500 ? "internal_error" : "upload_refused");
  return new AppError({ code, message, status, requestId });
}

const codeByStatus: Partial<Record<number, string>> = {
  401: "session_expired",
  403: "permission_denied",
  413: "file_too_large",
  415: "file_type_refused",
};
