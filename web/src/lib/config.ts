// The small build of zod: this is part of the first load.
import * as z from "zod/mini";

const configSchema = z.object({
  apiUrl: z.url({ protocol: /^https?$/ }),
  publishableKey: z.string().check(z.minLength(1)),
  /** Where FlowDesk itself is reached; any other hostname is an organization's. Absent: every one is ours. */
  hostnames: z.optional(z.array(z.string())),
});

/** Where the API is and the key that says which project we are. Neither is a secret. */
export type Config = z.infer<typeof configSchema>;

/** The page was served without its configuration; nothing can work until whoever serves it mends that. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Reads `#flowdesk-config`, which the server of the page (or the build) filled in. */
export function readConfig(root: Pick<Document, "getElementById"> = document): Config {
  const text = root.getElementById("flowdesk-config")?.textContent ?? "";
  const result = configSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new ConfigError(
    "The page carries no usable configuration: #flowdesk-config needs apiUrl and publishableKey.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
