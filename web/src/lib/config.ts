import { fieldOf, parseJson, textOf } from "./json-fields.ts";

/** Where the API is and the key that says which project we are. Neither is a secret. */
export interface Config {
  apiUrl: string;
  publishableKey: string;
  /** Where FlowDesk itself is reached; any other hostname is an organization's. Absent: every one is ours. */
  hostnames: readonly string[] | undefined;
}

/** The page was served without its configuration; nothing can work until whoever serves it mends that. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Reads `#flowdesk-config`, which the server of the page (or the build) filled in. */
export function readConfig(root: Pick<Document, "getElementById"> = document): Config {
  const block = parseJson(root.getElementById("flowdesk-config")?.textContent ?? "");
  const apiUrl = textOf(block, "apiUrl");
  const publishableKey = textOf(block, "publishableKey");
  const hostnames = fieldOf(block, "hostnames");
  if (apiUrl && isWebAddress(apiUrl) && publishableKey && isListOrAbsent(hostnames)) {
    return { apiUrl, publishableKey, hostnames };
  }
  throw new ConfigError(
    "The page carries no usable configuration: #flowdesk-config needs apiUrl and publishableKey.",
  );
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isListOrAbsent(value: unknown): value is readonly string[] | undefined {
  return (
    value === undefined || (Array.isArray(value) && value.every((each) => typeof each === "string"))
  );
}
