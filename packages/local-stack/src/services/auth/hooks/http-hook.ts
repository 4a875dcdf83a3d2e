import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AuthError } from "../errors.ts";

const TIMEOUT_MS = 5_000;
const ATTEMPTS = 3;
const PAUSE_MS = 500;
const MAX_ANSWER_BYTES = 200 * 1024;

/**
 * Posts to a function of the project, signed so that it knows who calls.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function callHttpHook(
  uri: string,
  secrets: readonly string[],
  body: string,
): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = randomUUID();
    const timestamp = String(Math.floor(Date.now() / 1000));
    try {
      const response = await fetch(localAddress(uri), {
        method: "POST",
        redirect: "manual",
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          "webhook-signature": secrets
            .map((secret) => sign(secret, `${id}.${timestamp}.${body}`))
            .join(" "),
        },
        body,
        signal,
      });
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || !response.headers.has("retry-after")) return await readAnswer(response);
    } catch (cause) {
      if (cause instanceof AuthError) throw cause;
      if (signal.aborted) {
        throw new AuthError(
          422,
          "hook_timeout",
          `Failed to reach hook within maximum time of ${TIMEOUT_MS / 1000} seconds`,
          { cause },
        );
      }
    }
    await sleep(PAUSE_MS);
  }
  throw new AuthError(
    422,
    "hook_timeout_after_retry",
    "Failed to reach hook after maximum retries",
  );
}

function sign(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^v1,whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
}

/** The name by which config.toml of a stack in containers calls this machine. */
function localAddress(uri: string): string {
  const url = new URL(uri);
  if (url.hostname === "host.docker.internal") url.hostname = "127.0.0.1";
  return url.href;
}

async function readAnswer(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  if (response.status !== 200 && response.status !== 202) {
    throw new AuthError(
      500,
      "unexpected_failure",
      `Unexpected status code returned from hook: ${response.status}`,
    );
  }
  const type = response.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AuthError(
      400,
      "hook_payload_invalid_content_type",
      `Invalid JSON response. Received content-type: ${type}`,
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw new AuthError(
        422,
        "hook_payload_over_size_limit",
        `Payload size exceeded size limit of ${MAX_ANSWER_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new AuthError(500, "unexpected_failure", "Error unmarshaling JSON output.", { cause });
  }
}
