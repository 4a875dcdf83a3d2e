import { entityTooLarge, invalidMimeType, invalidRequest } from "./errors.ts";
import { isFolderPlaceholder } from "./names.ts";

/** What a bucket says of the objects it takes. */
export interface BucketLimits {
  file_size_limit: number | null;
  allowed_mime_types: string[] | null;
}

const UNITS = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 } as const;

/** Bytes of a bucket's limit as clients write it, `20MB`: decimal, unlike those of config.toml. */
export function parseSizeLimit(limit: number | string, global: number): number {
  const bytes = typeof limit === "number" ? limit : bytesOf(limit);
  if (bytes > global) throw entityTooLarge();
  return bytes;
}

function bytesOf(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(B|KB|MB|GB)$/.exec(text.toUpperCase()) ?? [];
  if (number === undefined || !isUnit(unit)) {
    throw invalidRequest("Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B");
  }
  return Math.round(Number(number) * UNITS[unit]);
}

function isUnit(unit: string | undefined): unit is keyof typeof UNITS {
  return unit !== undefined && unit in UNITS;
}

/** How many bytes an object may have. */
export function sizeLimitFor(name: string, bucket: BucketLimits, global: number): number {
  if (isFolderPlaceholder(name)) return 0;
  return bucket.file_size_limit === null ? global : Math.min(bucket.file_size_limit, global);
}

/** Types become headers, so they are printable ASCII and not endless. */
const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

export function isHeaderValue(text: string): boolean {
  return PRINTABLE.test(text);
}

/** Refuses a type that the bucket does not take. An entry without parameters takes any parameters. */
export function requireAllowedType(name: string, mimeType: string, bucket: BucketLimits): void {
  if (!isHeaderValue(mimeType)) throw invalidMimeType(mimeType);
  const allowed = bucket.allowed_mime_types;
  if (allowed === null || allowed.length === 0 || isFolderPlaceholder(name)) return;
  const full = normalize(mimeType);
  const essence = full.split(";")[0] ?? "";
  if (!essence.includes("/")) throw invalidMimeType(mimeType);
  const isAllowed = allowed
    .map(normalize)
    .some((entry) =>
      entry.endsWith("/*")
        ? essence.startsWith(entry.slice(0, -1))
        : entry === essence || entry === full,
    );
  if (!isAllowed) throw invalidMimeType(mimeType);
}

function normalize(mimeType: string): string {
  return mimeType.toLowerCase().replaceAll(" ", "");
}

const ALLOW_LIST_ENTRY = /^[\w+.-]+\/(?:[\w+.-]+(?:;\s*charset=[\w-]+)?|\*)$/;

/** Refuses a list of allowed types that no upload could be held against. */
export function requireAllowList(types: readonly string[]): void {
  for (const type of types) {
    if (type.length > 1000 || !ALLOW_LIST_ENTRY.test(type)) throw invalidMimeType(type);
  }
}
