import { z } from "zod";
import { line } from "./text.ts";

/** What one file may have. The same as in the database and at the bucket. */
export const maxAttachmentBytes = 50 * 1024 * 1024;

/** The bucket of all attachments; each row's `path` says where in it. */
export const attachmentsBucket = "attachments";

/** What a file is called of which nothing more is known, and of which a browser must not know more. */
export const opaqueMimeType = "application/octet-stream";

/** Endings of programs, which run when somebody opens them. The same list as in the database. */
export const refusedExtensions = [
  "appref-ms",
  "bat",
  "chm",
  "cmd",
  "com",
  "cpl",
  "exe",
  "hta",
  "jar",
  "jnlp",
  "js",
  "jse",
  "lnk",
  "msc",
  "msi",
  "msp",
  "mst",
  "pif",
  "ps1",
  "reg",
  "scf",
  "scr",
  "url",
  "vb",
  "vbe",
  "vbs",
  "wsf",
  "wsh",
] as const;

/** Types that a browser runs scripts of, besides all that end with `+xml`. The same list as in the database. */
export const refusedMimeTypes = [
  "application/ecmascript",
  "application/javascript",
  "application/x-javascript",
  "application/x-shockwave-flash",
  "application/xml",
  "application/xml-dtd",
  "text/ecmascript",
  "text/html",
  "text/javascript",
  "text/vbscript",
  "text/xml",
  "text/xsl",
] as const;

const MIME_TYPE =
  /^(application|audio|font|image|message|model|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

const nameSchema = line(255);

export const attachmentCreateSchema = z.object({
  name: nameSchema,
  mime_type: z.string().max(127).regex(MIME_TYPE).exactOptional(),
  size_bytes: z.int().min(1).max(maxAttachmentBytes),
  comment_id: z.uuid().nullable().exactOptional(),
});
export type AttachmentCreate = z.infer<typeof attachmentCreateSchema>;

/** The bytes never change; a file picked while a comment is being written joins it when that is sent. */
export const attachmentUpdateSchema = z.object({
  name: nameSchema.exactOptional(),
  comment_id: z.uuid().nullable().exactOptional(),
});
export type AttachmentUpdate = z.infer<typeof attachmentUpdateSchema>;

/** What of a file is said to the database before it is uploaded, and why it cannot be, if it cannot. */
export interface FileDescription {
  name: string;
  type: string;
  size: number;
}
export type FileRefusal = "file_empty" | "file_too_large" | "file_type_refused";

export function isRefusedMimeType(mimeType: string): boolean {
  const refused: readonly string[] = refusedMimeTypes;
  return refused.includes(mimeType) || mimeType.endsWith("+xml");
}

export function isRefusedFileName(name: string): boolean {
  const refused: readonly string[] = refusedExtensions;
  // Windows takes dots and spaces at the end for nothing.
  const [, ending = ""] = /\.([^.]*?)[. ]*$/.exec(name) ?? [];
  return refused.includes(ending.toLowerCase());
}

/** Why a file cannot be attached, told before anything is sent. */
export function refusalOf({ name, size }: FileDescription): FileRefusal | undefined {
  if (size === 0) return "file_empty";
  if (size > maxAttachmentBytes) return "file_too_large";
  return isRefusedFileName(name) ? "file_type_refused" : undefined;
}

/**
 * The type to announce and to upload a file under: its own, or an opaque one for what a browser would run,
 * so that a page or drawing is saved when somebody opens it.
 */
export function mimeTypeOf({ type }: Pick<FileDescription, "type">): string {
  const essence = (type.split(";")[0] ?? "").trim().toLowerCase();
  const isWelcome = MIME_TYPE.test(essence) && essence.length <= 127 && !isRefusedMimeType(essence);
  return isWelcome ? essence : opaqueMimeType;
}

/**
 * A signed address that saves the file under its own name. supabase-js encodes the name twice if it is given as the
 * option `download` of `createSignedUrl`, so that "Büro" arrives as "B%C3%BCro".
 */
export function savingUnder(signedUrl: string, name: string): string {
  const url = new URL(signedUrl);
  url.searchParams.set("download", name);
  return url.href;
}
