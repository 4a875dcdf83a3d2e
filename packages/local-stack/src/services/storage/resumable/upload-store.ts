import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import { parseJson } from "../../../json.ts";
import { chunksOf } from "../streams.ts";

/** An upload that comes in pieces, as it was announced. */
const infoSchema = z.object({
  id: z.guid(),
  bucket: z.string(),
  name: z.string(),
  isUpsert: z.boolean(),
  /** Whose it is; nobody else may go on with it. */
  role: z.string(),
  owner: z.string().nullable(),
  /** Null until the client knows. */
  size: z.int().min(0).nullable(),
  mimeType: z.string(),
  cacheControl: z.string(),
  contentEncoding: z.string().optional(),
  userMetadata: z.unknown().optional(),
  /** As the client sent it, to be shown again. */
  metadataHeader: z.string(),
  createdAt: z.iso.datetime(),
  /** The object is made. Kept a while, for clients that missed the answer. */
  isFinished: z.boolean(),
});
export type UploadInfo = z.output<typeof infoSchema>;

export interface UploadState {
  info: UploadInfo;
  /** How many bytes are here. */
  offset: number;
}

/** Unfinished uploads: two files each, what was announced and what has come so far. */
export interface UploadStore {
  create(info: UploadInfo): Promise<void>;
  find(id: string): Promise<UploadState | undefined>;
  update(info: UploadInfo): Promise<void>;
  /** Adds bytes at the end; keeps those that came also when it rejects. Answers the new offset. */
  append(state: UploadState, source: Readable, check: (offset: number) => void): Promise<number>;
  /** Where the bytes lie. */
  pathOf(id: string): string;
  discard(id: string): Promise<void>;
  /** Discards what was announced before a moment, and answers how many that were. */
  discardOlder(announcedBefore: Date): Promise<number>;
}

const INFO = ".json";

export function createUploadStore(directory: string): UploadStore {
  // An id that is no UUID is nobody's, and never part of a path.
  const infoPath = (id: string) => join(directory, `${z.guid().parse(id)}${INFO}`);
  const pathOf = (id: string) => join(directory, `${z.guid().parse(id)}.part`);

  async function update(info: UploadInfo): Promise<void> {
    const path = infoPath(info.id);
    await writeFile(`${path}.new`, JSON.stringify(info), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async function find(id: string): Promise<UploadState | undefined> {
    if (!z.guid().safeParse(id).success) return undefined;
    const text = await readFile(infoPath(id), "utf8").catch(() => "");
    const info = infoSchema.safeParse(parseJson(text));
    if (!info.success) return undefined;
    if (info.data.isFinished) return { info: info.data, offset: info.data.size ?? 0 };
    const bytes = await stat(pathOf(id)).catch(() => undefined);
    return bytes && { info: info.data, offset: bytes.size };
  }

  async function discard(id: string): Promise<void> {
    await rm(infoPath(id), { force: true });
    await rm(pathOf(id), { force: true });
  }

  return {
    pathOf,
    update,
    find,
    discard,
    async create(info) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await writeFile(pathOf(info.id), "", { flag: "wx", mode: 0o600 });
      await update(info);
    },
    async append({ info, offset }, source, check) {
      const file = await open(pathOf(info.id), "a");
      let end = offset;
      try {
        for await (const chunk of chunksOf(source)) {
          check(end + chunk.length);
          await file.appendFile(chunk);
          end += chunk.length;
        }
        return end;
      } finally {
        await file.close();
      }
    },
    async discardOlder(announcedBefore) {
      let discarded = 0;
      for (const file of await readdir(directory).catch(() => [])) {
        const found = await stat(join(directory, file)).catch(() => undefined);
        const id = z.guid().safeParse(file.split(".")[0]);
        if (found === undefined || !id.success) continue;
        const createdAt = new Date((await find(id.data))?.info.createdAt ?? found.mtime);
        if (createdAt >= announcedBefore) continue;
        await discard(id.data);
        await rm(join(directory, file), { force: true });
        if (file.endsWith(INFO)) discarded += 1;
      }
      return discarded;
    },
  };
}
